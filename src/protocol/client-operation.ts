/** What is done with one client. `find`: it is looked up by its name. */
export type ClientOperation = 'register' | 'read' | 'update' | 'delete' | 'find';
