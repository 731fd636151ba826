// Each script touches one key, or two of the same hash slot, so that a cluster runs it on one node. EVAL is always
// answered by the primary, reads too: a replica may be behind.

/** → what stands there: nothing, or version and record, each an empty text where it is missing. */
export const READ = `
if redis.call('EXISTS', KEYS[1]) == 0 then return {} end
local found = redis.call('HMGET', KEYS[1], 'version', 'record')
return { found[1] or '', found[2] or '' }`;

/** Refuses unless the version is ARGV[1]; empty: unless there is none. */
const COMPARE = `
if ARGV[1] == '' then
  if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
elseif redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then return 0 end`;

// After the change, and whatever comes of it: a user without the right to publish may still write.
const PUBLISH = `redis.pcall('PUBLISH', ARGV[2], ARGV[3])`;

/** Expected version, channel, key; new version, record → 1, or 0 for a conflict. */
export const WRITE = `${COMPARE}
redis.call('HSET', KEYS[1], 'version', ARGV[4], 'record', ARGV[5])
${PUBLISH}
return 1`;

/** Expected version, channel, key → 1, or 0 for a conflict. */
export const DELETE = `${COMPARE}
redis.call('DEL', KEYS[1])
${PUBLISH}
return 1`;

/** Moves what stands under the version ARGV[1], or under none, to KEYS[2] → 1, or 0 if it has changed. */
export const SET_ASIDE = `
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
if (redis.call('HGET', KEYS[1], 'version') or '') ~= ARGV[1] then return 0 end
redis.call('RENAME', KEYS[1], KEYS[2])
return 1`;
