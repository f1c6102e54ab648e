package import DICOMCore
package import FoundationEssentials
import Glibc

/// The parts of a received Structured Report that matter for a signature: whether it is signed and by whom, its
/// predecessors, and its text.
package struct ReceivedReport: Sendable, Equatable, Codable {
    /// An item of Verifying Observer Sequence (PS3.3 C.17.2).
    package struct Observer: Sendable, Equatable, Codable {
        /// Person Name (VR PN).
        package let name: String
        package let organization: String
        /// Verifying Observer Identification Code Sequence; nil if it is missing or has no code.
        package let code: CodedConcept?
        /// Nil if the report has no readable time.
        package let verifiedAt: Date?
    }

    /// Whether Completion Flag is COMPLETE and Verification Flag is VERIFIED.
    package let isSigned: Bool
    package let observers: [Observer]
    /// SOP Instance UIDs of its Predecessor Documents Sequence.
    package let predecessors: [String]
    /// SOP Instance UIDs of its Current Requested Procedure Evidence Sequence.
    package let evidence: [String]
    /// Paragraphs of the content tree in order, by section.
    package let text: NarrativeText

    /// Limit on the file size: text needs less, and a report contains no pictures.
    package static let maximumBytes = 16 << 20

    /// Reads an open file, which the caller closes. Throws `unreadable`, also if it exceeds the limits of a report: a
    /// shortened text would differ from the one that was signed.
    package init(descriptor: Int32) throws(DICOMObjectError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(reason: "the file is not open") }
        guard status.st_size <= Self.maximumBytes else {
            throw .unreadable(reason: "\(status.st_size) bytes are too many for a report")
        }
        let dataSet = try DICOMFile(descriptor: descriptor).dataSet
        isSigned = dataSet.string(.completionFlag) == "COMPLETE" && dataSet.string(.verificationFlag) == "VERIFIED"
        let zone = dataSet.string(Tag(0x0008, 0x0201))  // Timezone Offset From UTC
        observers = dataSet.items(.verifyingObserverSequence).map { item in
            Observer(
                name: item.string(.verifyingObserverName) ?? "", organization: item.string(Tag(0x0040, 0xA027)) ?? "",
                code: item.items(Tag(0x0040, 0xA088)).first.flatMap(CodedConcept.init),
                verifiedAt: item.string(.verificationDateTime).flatMap { DICOMDateTime($0, zone: zone)?.date })
        }
        predecessors = dataSet.referencedInstances(Tag(0x0040, 0xA360))
        evidence = dataSet.referencedInstances(Tag(0x0040, 0xA375))
        text = try NarrativeText(of: dataSet)
    }

    /// Reads the file at `path`.
    package init(path: String) throws(DICOMObjectError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(reason: "the file cannot be opened (errno \(errno))") }
        defer { close(descriptor) }
        try self.init(descriptor: descriptor)
    }
}

extension DICOMItem {
    /// SOP Instance UIDs of a sequence that lists instances by study and series (PS3.3 Table C.17-3).
    fileprivate func referencedInstances(_ tag: Tag) -> [String] {
        items(tag).flatMap { $0.items(Tag(0x0008, 0x1115)) }.flatMap { $0.items(Tag(0x0008, 0x1199)) }
            .compactMap { $0.string(Tag(0x0008, 0x1155)) }
    }
}

extension CodedConcept {
    /// The code of an item (PS3.3 Table 8.8-1); nil without a value or a scheme.
    fileprivate init?(_ item: DICOMItem) {
        guard let value = item.string(.codeValue), let scheme = item.string(.codingSchemeDesignator), !value.isEmpty,
            !scheme.isEmpty
        else { return nil }
        self.init(value: value, scheme: scheme, meaning: item.string(.codeMeaning) ?? "")
    }
}
