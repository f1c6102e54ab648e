import DICOMNetwork

/// The host that a request names in its header (RFC 9110 7.2).
enum HostName {
    /// A host without its port; the brackets of an IPv6 address stay.
    static func withoutPort(_ authority: some StringProtocol) -> Substring {
        let text = Substring(authority)
        if text.hasPrefix("[") { return text.prefix { $0 != "]" } + "]" }
        return text.prefix { $0 != ":" }
    }

    /// Whether a request with this host may be answered. A page of another site can have its own name resolve to this machine
    /// and read the answers (DNS rebinding), but it cannot do so with a numeric address. The port is not compared, because some
    /// clients send a wrong one.
    static func isOurs(_ authority: String, _ settings: WebSettings) -> Bool {
        let host = withoutPort(authority)
        if host.lowercased() == "localhost" || host.lowercased() == settings.publicHost?.lowercased() { return true }
        let address = host.hasPrefix("[") ? host.dropFirst().dropLast() : host
        return !address.contains("/") && AddressRange(String(address)) != nil
    }
}
