#ifndef CDSTARTUP_H
#define CDSTARTUP_H

#ifdef __cplusplus
extern "C" {
#endif

/// Prepares DCMTK: silences its log (every failure comes back as a status with a message), turns off reverse name
/// look-ups and the silent repair of input data, and loads the data dictionary. May be called any number of times, from
/// any thread. Returns NULL, or why DCMTK cannot be used; the string lives as long as the program.
const char *cd_initialize(void);

/// Why the last call on this thread failed; empty if none has. Valid until the thread's next call.
const char *cd_last_error(void);

#ifdef __cplusplus
}
#endif
#endif
