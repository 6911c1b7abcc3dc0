-- DropForeignKey
ALTER TABLE "role_assignment" DROP CONSTRAINT "role_assignment_team_id_fkey";

-- AddForeignKey
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
