internal import CGlibc

/// The clock of this machine.
package enum SystemClock {
    /// Whether the kernel was told that the clock is synchronized; containers have the clock of their host.
    package static var isSynchronized: Bool { glibc_clock_is_synchronized() == 1 }
}
