#ifndef CDSTARTUP_H
#define CDSTARTUP_H

#ifdef __cplusplus
extern "C" {
#endif

/// Makes DCMTK ready: its log silenced (every failure comes back as a status with a message), reverse name look-ups
/// and the silent repair of input data off, the data dictionary loaded. Any number of calls, from any thread.
/// Returns NULL, or why DCMTK cannot be used; the text lives as long as the program.
const char *cd_initialize(void);

/// What made the last call on this thread fail; empty where none has. Valid until the thread's next call.
const char *cd_last_error(void);

#ifdef __cplusplus
}
#endif
#endif
