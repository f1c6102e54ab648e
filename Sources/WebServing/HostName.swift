import DICOMNetwork

/// The host that a request names in its header (RFC 9110 7.2).
enum HostName {
    /// A host without its port; the brackets of an IPv6 address stay.
    static func withoutPort(_ authority: some StringProtocol) -> Substring {
        let text = Substring(authority)
        if text.hasPrefix("[") { return text.prefix { $0 != "]" } + "]" }
        return text.prefix { $0 != ":" }
    }

    /// Whether a request may be answered: a page of another site can have its own name resolve to this machine and read what
    /// is answered under it (DNS rebinding), but it cannot do so with an address. Clients send the port wrongly, so it is not
    /// compared.
    static func isOurs(_ authority: String, _ settings: WebSettings) -> Bool {
        let host = withoutPort(authority)
        if host.lowercased() == "localhost" || host.lowercased() == settings.publicHost?.lowercased() { return true }
        let address = host.hasPrefix("[") ? host.dropFirst().dropLast() : host
        return !address.contains("/") && AddressRange(String(address)) != nil
    }
}
