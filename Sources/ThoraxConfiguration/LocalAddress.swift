import Glibc

/// Whether this machine has a numeric address, as the kernel says when a socket is bound to it.
enum LocalAddress {
    /// Whether no socket can be bound to the address because no interface has it; false for a text that is no numeric address.
    static func isOfAnotherMachine(_ address: String) -> Bool {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST | AI_PASSIVE
        hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address, "0", &hints, &found) == 0, let found else { return false }
        defer { freeaddrinfo(found) }
        let descriptor = socket(
            found.pointee.ai_family, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return bind(descriptor, found.pointee.ai_addr, found.pointee.ai_addrlen) != 0 && errno == EADDRNOTAVAIL
    }
}
