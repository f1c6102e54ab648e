import CGlibc
import Glibc

/// What the C library keeps of memory that was freed.
package enum FreedMemory {
    /// Size of a block that goes back to the system as soon as it is freed, in bytes.
    package static let returnedBytes = 1 << 20
    /// Free bytes at the end of an arena that are kept. glibc's 128 kB go back and come again, page by page, with each piece of
    /// a film that is sent or stored.
    static let keptBytes = 8 << 20

    /// Bounds what is kept. glibc keeps blocks of up to 32 MB once one was freed, in eight arenas for each processor, so that
    /// threads that draw films hold hundreds of megabytes. Two arenas for each processor are left.
    package static func bound() {
        glibc_keep_freed(CInt(returnedBytes), CInt(keptBytes), CInt(2 * max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1)))
    }
}
