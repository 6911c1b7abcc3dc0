/** What holds a resource, as its own kind shows it; null: nothing does. Undefined where nobody asked. */
export type PresentedParent = object | null | undefined;
