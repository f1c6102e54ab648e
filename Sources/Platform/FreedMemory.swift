import CGlibc

/// What the C library does with memory that was freed.
package enum FreedMemory {
    /// Size of a block that goes back to the system as soon as it is freed, in bytes.
    package static let returnedBytes = 1 << 20

    /// Lets each freed block of `returnedBytes` and more go back to the system. glibc keeps blocks of up to 32 MB once one was
    /// freed, for each thread that draws films.
    package static func returnLargeBlocks() { glibc_return_blocks_from(CInt(returnedBytes)) }
}
