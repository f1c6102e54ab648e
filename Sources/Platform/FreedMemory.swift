import CGlibc
import Glibc

/// What the C library keeps of memory that was freed.
package enum FreedMemory {
    /// Size of a block that goes back to the system as soon as it is freed, in bytes.
    package static let returnedBytes = 1 << 20
    /// Free bytes that are kept at the ends of all arenas together. By default glibc keeps 128 kB for each, less than one piece of a
    /// film that is sent or stored, so each piece causes page faults.
    static let keptBytes = 32 << 20
    /// Most arenas, whatever the number of processors.
    private static let mostArenas = 8

    /// Bounds what is kept. By default glibc keeps blocks of up to 32 MB once one was freed, in eight arenas for each processor, so
    /// that threads that draw films hold hundreds of megabytes. Here there are two arenas for each processor, eight at most.
    package static func bound() {
        let arenas = min(2 * max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1), mostArenas)
        glibc_keep_freed(CInt(returnedBytes), CInt(keptBytes / arenas), CInt(arenas))
    }
}
