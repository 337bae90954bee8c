// What the history tells of an operation, in words.

/** Says who asked for it. */
export const who = record => record.requestedBy ?? record.scheduleId ?? record.databaseRole;

/** Says what went wrong, or what was asked for. */
export const said = record => record.errorMessage ?? record.options.join(', ');
