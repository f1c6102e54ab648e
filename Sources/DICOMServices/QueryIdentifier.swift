import DICOMCore
import DICOMNetwork
import Query
import WorkListDatabase

/// The encoded identifier of a C-FIND, C-GET or C-MOVE request, and the encoding of its responses.
struct QueryIdentifier {
    /// The requested keys, decoded to Unicode by the Specific Character Set of the request.
    let asked: Identifier

    private let characterSet: CharacterSet
    private let definedTerms: [UInt8]
    private let encoding: DataSetWriter.Encoding

    /// Reads a data set in one of the two transfer syntaxes that queries are negotiated in.
    init(_ bytes: [UInt8], transferSyntax: TransferSyntax) throws(HeaderScanError) {
        var source = ScanSource(bytes)
        let scan = try HeaderScan(
            &source, encoding: transferSyntax.encoding, selecting: .every(sequences: QueryKey.sequenceTags))
        var asked = Identifier()
        for tag in Set(scan.values.keys).union(scan.representations.keys).union(scan.firstItems.keys)
        where tag != .specificCharacterSet && tag.element != 0 {
            if scan.representations[tag] == .sequence || QueryKey.sequenceTags.contains(tag) {
                let item = (scan.firstItems[tag] ?? [:]).keys.filter { $0 != .specificCharacterSet && $0.element != 0 }
                if item.isEmpty { asked.wholeSequences.insert(tag) }
                for part in item {
                    let key = KeyAttribute(part, in: tag)
                    let isName = QueryKey.attributes[key]?.isPersonName == true
                    asked.keys[key] = (isName ? scan.personName(part, in: tag) : scan.text(part, in: tag)) ?? ""
                }
            } else {
                let key = KeyAttribute(tag)
                let attribute = QueryKey.attributes[key]
                let isName = attribute?.isPersonName == true
                let numbers = attribute?.representation == .unsignedShort ? scan.unsignedShorts(tag) : nil
                asked.keys[key] = (isName ? scan.personName(tag) : numbers ?? scan.text(tag)) ?? ""
            }
        }
        self.asked = asked
        definedTerms = scan.values[.specificCharacterSet] ?? []
        characterSet = CharacterSet(String(decoding: definedTerms, as: UTF8.self), undeclared: .withoutDefault)
        encoding = transferSyntax.encoding == .implicitLittleEndian ? .implicitLittleEndian : .explicitLittleEndian
    }

    /// Encodes a response, in the character set of the request if it can represent every value, otherwise in UTF-8.
    func encode(_ answer: [Matches.Element], level: String, retrieveAETitle: AETitle) -> [UInt8] {
        var own = [(Tag.queryRetrieveLevel, VR.codeString, level)]
        own.append((.retrieveAETitle, .applicationEntity, retrieveAETitle.description))
        if asked.keys[KeyAttribute(.instanceAvailability)] != nil {
            own.append((.instanceAvailability, .codeString, "ONLINE"))
        }
        let elements =
            own.map { Matches.Element(key: KeyAttribute($0), representation: $1, value: $2) } + answer
        let isASCII = elements.allSatisfy { $0.value.utf8.allSatisfy { $0 < 0x80 } }
        if let written = write(elements, in: characterSet, definedTerms: isASCII ? nil : definedTerms) {
            return written
        }
        let unicode = "ISO_IR 192"
        return write(elements, in: CharacterSet(unicode), definedTerms: Array(unicode.utf8)) ?? []
    }

    private func write(
        _ elements: [Matches.Element], in characterSet: CharacterSet, definedTerms: [UInt8]?
    ) -> [UInt8]? {
        var values: [(tag: Tag, representation: VR, bytes: [UInt8])] = []
        var items: [Tag: (writer: DataSetWriter, hasValue: Bool)] = [:]
        if let definedTerms { values.append((.specificCharacterSet, .codeString, definedTerms)) }
        for element in elements {
            let isName = element.representation == .personName
            let bytes: [UInt8]
            if element.representation == .unsignedShort {
                bytes = UInt16(element.value).map { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] } ?? []
            } else if let text = characterSet.encode(element.value, isPersonName: isName) {
                bytes = text
            } else {
                return nil
            }
            if let sequence = element.key.sequence {
                var item = items[sequence] ?? (DataSetWriter(encoding), false)
                item.writer.append(element.key.tag, element.representation, bytes: bytes)
                items[sequence] = (item.writer, item.hasValue || !bytes.isEmpty)
            } else {
                values.append((element.key.tag, element.representation, bytes))
            }
        }
        for (sequence, item) in items {
            values.append((sequence, .sequence, item.hasValue ? DataSetWriter.item(item.writer.bytes) : []))
        }
        var writer = DataSetWriter(encoding)
        for value in values.sorted(by: { $0.tag < $1.tag }) {
            writer.append(value.tag, value.representation, bytes: value.bytes)
        }
        return writer.bytes
    }
}

extension HeaderScan {
    /// The values of a key of VR US, separated by `\` like those of text; nil for a key that was sent as text.
    fileprivate func unsignedShorts(_ tag: Tag) -> String? {
        guard let bytes = values[tag], !bytes.isEmpty, bytes.count % 2 == 0,
            representations[tag] ?? .unsignedShort == .unsignedShort
        else { return nil }
        return stride(from: 0, to: bytes.count, by: 2).map { "\(UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)" }
            .joined(separator: "\\")
    }
}
