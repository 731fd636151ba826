/**
 * What an app does with its registration beside holding it. Loaded together, when the first of these is called: a start with a
 * registration that holds needs none.
 */

export { adoptClient } from './adopt.js';
export { deleteOwn, deleteStored } from './delete.js';
export { patchStored, readStored, updateStored } from './manage.js';
export { renewStored } from './renew.js';
export { renewInTime } from './renewal-timer.js';
export { reportAccepted } from './report-accepted.js';
export { reportRejected } from './report-rejected.js';
export { keptServer } from './server.js';
