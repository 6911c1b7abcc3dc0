import type { CodeTable } from '#libs/kernel';

/** What can be wrong with a compute: codes of `diagnostics`, printed as docs/reference/diagnostics.md. */
export const diagnosticCodes = {
  RESIZING_BLOCKED_BY_LOCK: {
    when: `A cluster is RESIZING downwards or "0 -> 0", or for 30 minutes upwards, under locks: on its subscription, group, workspace or itself, on its network's subscription or group, or, after 5 minutes, on a network resource that Azure made for its nodes.`,
    todo: 'Remove the locks or ask their owners; Azure then goes on by itself.',
  },
  RESIZING_TOO_LONG: {
    when: 'A cluster is RESIZING for 30 minutes without a lock that was found, or locks could not be read (the evidence says why).',
    todo: 'Look at quota and network, or let locks be read.',
  },
  QUOTA_EXCEEDED: {
    when: "Azure says so, or nodes have not come for 10 minutes and a line of the region's usages that binds them has no room: family, region, workspace; low priority has one total.",
    todo: 'Ask for quota, lower node counts, delete clusters.',
  },
  NO_CAPACITY: {
    when: 'Azure says so, or nodes have not come for 10 minutes although quota has room.',
    todo: 'Try later, another size or another region.',
  },
  NODES_PREEMPTED: {
    when: 'Azure took low-priority nodes back.',
    todo: 'Wait, or take dedicated nodes.',
  },
  NODES_NOT_COMING: {
    when: 'Nodes have not come for 10 minutes, and whether quota has room is not known.',
    todo: 'Look at quota yourself.',
  },
  NODES_UNUSABLE: {
    when: 'Nodes started and cannot be used.',
    todo: 'Look at their network.',
  },
  DELETION_BLOCKED_BY_LOCK: {
    when: 'DELETING for 5 minutes under locks.',
    todo: 'Remove the locks.',
  },
  DELETION_TOO_LONG: {
    when: 'DELETING for 30 minutes without a lock that was found, or locks could not be read (the evidence says why).',
    todo: 'Look at the activity log and ask Azure support, or let locks be read.',
  },
  PROVISIONING_FAILED: {
    when: 'Any other error that Azure keeps on it, or Failed without one.',
    todo: 'Do what its remedy says.',
  },
  INSTANCE_UNUSABLE: {
    when: 'Azure says that the instance is Unusable.',
    todo: 'Restart it; if it stays so, create it anew.',
  },
  SETUP_FAILED: {
    when: "A setup script failed (UserSetupFailed), with what it printed, or Azure's own setup did (SetupFailed).",
    todo: "Correct the script: startup scripts in the file share run again at a restart, others need the instance created anew. Where Azure's own setup failed, restart it, then look at its network.",
  },
  CREATE_FAILED: {
    when: 'The instance could not be created, for another reason than quota or capacity.',
    todo: 'Do what its errors name, then create it anew.',
  },
  LAST_OPERATION_FAILED: {
    when: 'The last operation on the instance failed and left it as it was, by whomever: user, schedule, idle shutdown.',
    todo: 'Try it again; look at quota.',
  },
  SETTINGS_DIFFER: {
    when: 'Any field that Azure reports otherwise than asked, with both values, while no operation is at work on the compute; one finding for each thing that can be done about it.',
    todo: 'Update, resize, tag or attach it anew; create anew what is fixed.',
  },
  SCHEDULE_FAILED: {
    when: 'A schedule that Azure could not set up.',
    todo: 'Set the schedules again.',
  },
  SCHEDULE_CLOCK_DIFFERS: {
    when: 'A schedule in a zone whose clock its Windows zone no longer keeps (`America/Winnipeg` since November 2026): Azure fires it at the wrong hour.',
    todo: 'Set it again in one of the zones named, which keep that clock.',
  },
  IDLE_SHUTDOWN_NEEDS_ROLE: {
    when: 'A hint: idle shutdown with a managed identity works only if that is Contributor on the workspace; said unless the last operation is an idle shutdown that worked.',
    todo: 'Make sure that it is.',
  },
  CLUSTER_NOT_CONNECTED: {
    when: 'The cluster of an attachment is stopped, or its agents do not report to Azure; with what they report.',
    todo: 'Start it, or look at its agents and certificate, and at what they report.',
  },
  CLUSTER_GONE: {
    when: 'The connected cluster of an attachment is no longer there.',
    todo: 'Detach; connect and attach anew.',
  },
  EXTENSION_NOT_INSTALLED: {
    when: 'The cluster has no Azure Machine Learning extension.',
    todo: 'Install it, detach, attach anew.',
  },
  EXTENSION_NOT_READY: {
    when: 'The extension is neither installed nor failed: it is being installed, changed or removed.',
    todo: 'Wait; its cluster must be connected for that.',
  },
  EXTENSION_FAILED: {
    when: 'The extension failed or was canceled, with its errors.',
    todo: 'Do what its remedy says.',
  },
} as const satisfies CodeTable;

export type DiagnosticCode = keyof typeof diagnosticCodes;
