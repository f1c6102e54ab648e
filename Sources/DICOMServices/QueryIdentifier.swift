import DICOMCore
import DICOMNetwork

/// The identifier of a C-FIND or C-GET request: its keys as text, and how to write the answers to them.
struct QueryIdentifier {
    /// Keys with what they must match, decoded to Unicode; without Specific Character Set.
    let keys: [Tag: String]

    private let representations: [Tag: VR]
    private let encoding: DataSetWriter.Encoding

    /// Reads a data set in one of the two codings queries are negotiated in.
    init(_ bytes: [UInt8], transferSyntax: TransferSyntax) throws(HeaderScanError) {
        var source = ScanSource(bytes)
        let scan = try HeaderScan(&source, encoding: transferSyntax.encoding, selecting: .every)
        var keys: [Tag: String] = [:]
        for tag in scan.values.keys where tag != .specificCharacterSet && tag.element != 0 {
            let isSequence = scan.representations[tag] == .sequence
            keys[tag] = isSequence ? "" : (Self.isName(tag) ? scan.personName(tag) : scan.text(tag)) ?? ""
        }
        self.keys = keys
        representations = scan.representations
        encoding = transferSyntax.encoding == .implicitLittleEndian ? .implicitLittleEndian : .explicitLittleEndian
    }

    private static func isName(_ tag: Tag) -> Bool { tag == .patientName || tag == .referringPhysicianName }

    /// An answer on the wire, in the order of its tags, in UTF-8 where ASCII does not do.
    func encode(_ answer: [Tag: String]) -> [UInt8] {
        var writer = DataSetWriter(encoding)
        var answer = answer
        if !answer.values.allSatisfy({ $0.utf8.allSatisfy { $0 < 0x80 } }) {
            answer[.specificCharacterSet] = "ISO_IR 192"
        }
        for (tag, value) in answer.sorted(by: { $0.key < $1.key }) {
            switch tag {
            case .rows, .columns:
                if let number = UInt16(value) {
                    writer.append(tag, unsignedShort: number)
                } else {
                    writer.append(tag, .unsignedShort, bytes: [])
                }
            default:
                writer.append(tag, representation(of: tag), value)
            }
        }
        return writer.bytes
    }

    /// The representation the request gave the key, else that of the attributes the node adds itself.
    private func representation(of tag: Tag) -> VR {
        if let told = representations[tag] { return told }
        switch tag {
        case .specificCharacterSet, .queryRetrieveLevel: return .codeString
        case .retrieveAETitle: return .applicationEntity
        default: return .longString
        }
    }
}
