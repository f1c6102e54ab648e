package import FoundationEssentials

/// What the page says of the node.
package struct PageNode: Sendable {
    /// The AE title.
    let aeTitle: String
    let version: String
    let startedAt: Date
    /// The ports of DICOM; nil if it does not listen.
    let port: UInt16?
    let securePort: UInt16?
    /// Free bytes below which no image is taken.
    let reservedBytes: Int
    /// Name and version of the model that the reporter has loaded; nil while it has none.
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
