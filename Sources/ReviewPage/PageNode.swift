package import FoundationEssentials

/// Facts about the node that the page shows.
package struct PageNode: Sendable {
    /// AE title of the node.
    let aeTitle: String
    let version: String
    let startedAt: Date
    /// Port of DICOM; nil if the node does not listen on it.
    let port: UInt16?
    /// Port of DICOM over TLS; nil if the node does not listen on it.
    let securePort: UInt16?
    /// Free bytes below which images are refused.
    let reservedBytes: Int
    /// Returns name and version of the model that the reporter has loaded; nil until it has loaded one.
    let model: @Sendable () -> String?

    package init(
        aeTitle: String, version: String, startedAt: Date = Date(), port: UInt16? = nil, securePort: UInt16? = nil,
        reservedBytes: Int = 0, model: @escaping @Sendable () -> String? = { nil }
    ) {
        self.aeTitle = aeTitle
        self.version = version
        self.startedAt = startedAt
        self.port = port
        self.securePort = securePort
        self.reservedBytes = reservedBytes
        self.model = model
    }
}
