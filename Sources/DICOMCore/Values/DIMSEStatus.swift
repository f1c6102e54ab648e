import OperatorErrors

/// The status of a DIMSE response (PS3.7 Annex C; for storage PS3.4 Table B.2-1, for query and retrieval C.4).
package struct DIMSEStatus: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    package let rawValue: UInt16

    /// Accepts any 16 bits: peers also send statuses that are not listed.
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The status that answers a C-STORE, C-FIND, C-GET or C-MOVE request that failed.
    package init(_ error: any Error) { self.init(rawValue: error.asOperatorError.fault.dimseStatus) }

    package static let success = DIMSEStatus(rawValue: 0x0000)
    package static let processingFailure = DIMSEStatus(rawValue: 0x0110)
    package static let duplicateSOPInstance = DIMSEStatus(rawValue: 0x0111)
    package static let noSuchObjectInstance = DIMSEStatus(rawValue: 0x0112)
    package static let noSuchEventType = DIMSEStatus(rawValue: 0x0113)
    package static let invalidArgumentValue = DIMSEStatus(rawValue: 0x0115)
    package static let classInstanceConflict = DIMSEStatus(rawValue: 0x0119)
    package static let noSuchActionType = DIMSEStatus(rawValue: 0x0123)
    package static let unrecognizedOperation = DIMSEStatus(rawValue: 0x0211)
    package static let resourceLimitation = DIMSEStatus(rawValue: 0x0213)
    /// C-STORE, C-FIND: refused, out of resources. The sender may try again later.
    package static let outOfResources = DIMSEStatus(rawValue: 0xA700)
    /// C-GET, C-MOVE: not able to perform sub-operations.
    package static let unableToPerformSubOperations = DIMSEStatus(rawValue: 0xA702)
    /// C-MOVE: the node does not know the destination.
    package static let moveDestinationUnknown = DIMSEStatus(rawValue: 0xA801)
    /// C-STORE: the data set does not match the SOP class; C-FIND and C-GET: the identifier does not match it.
    package static let dataSetDoesNotMatchSOPClass = DIMSEStatus(rawValue: 0xA900)
    /// C-STORE: cannot understand; C-FIND and C-GET: unable to process.
    package static let cannotUnderstand = DIMSEStatus(rawValue: 0xC000)
    /// C-GET, C-MOVE: complete, with one or more failures.
    package static let subOperationsCompleteWithFailures = DIMSEStatus(rawValue: 0xB000)
    package static let cancel = DIMSEStatus(rawValue: 0xFE00)
    package static let pending = DIMSEStatus(rawValue: 0xFF00)
    /// C-FIND: pending, and some optional keys were not supported.
    package static let pendingWithUnsupportedKeys = DIMSEStatus(rawValue: 0xFF01)

    package var isPending: Bool { rawValue == 0xFF00 || rawValue == 0xFF01 }
    /// Whether the peer succeeded with a warning (PS3.7 C.3).
    package var isWarning: Bool {
        rawValue & 0xF000 == 0xB000 || [0x0001, 0x0107, 0x0116].contains(rawValue)
    }

    /// Four hexadecimal digits, as DICOM tools print them.
    package var description: String {
        let digits = String(rawValue, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
