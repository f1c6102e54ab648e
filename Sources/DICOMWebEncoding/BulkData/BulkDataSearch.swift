internal import DICOMCore

/// Walks to a value.
struct BulkDataSearch {
    private let path: BulkDataPath
    /// The open sequences, and how many items of each have begun.
    private var open: [(tag: Tag, items: Int)] = []
    private var characterSets = [CharacterSet("")]

    init(_ path: BulkDataPath) { self.path = path }

    mutating func content(in file: inout FileDataSet) throws(HeaderScanError) -> BulkDatum.Content? {
        var walk = try DataSetWalk(
            &file.source, from: file.offset, encoding: file.encoding, following: .every, resumes: true)
        while let step = try walk.next(&file.source) {
            switch step {
            case .value(let element):
                if isHere, element.tag == path.tag { return try content(of: element, in: &file) }
                try note(element, &file.source)
            case .sequence(let element):
                if isHere, element.tag == path.tag {
                    return .stored([try value(of: element, &walk, &file.source)], unit: 1)
                }
                open.append((element.tag, 0))
            case .item:
                open[open.count - 1].items += 1
                characterSets.append(characterSets[characterSets.count - 1])
            case .itemEnd: characterSets.removeLast()
            case .sequenceEnd: open.removeLast()
            case .abandoned:
                open = []
                characterSets.removeLast(characterSets.count - 1)
            case .pixelData(let location):
                guard path.tag == .pixelData, path.steps.isEmpty else { return nil }
                if location.isEncapsulated { return .frames }
                let unit = walk.encoding == .explicitBigEndian && location.vr != .otherByte ? 2 : 1
                return .stored([location.range], unit: unit)
            }
        }
        return nil
    }

    /// Whether the walk is in the data set or item that the path names.
    private var isHere: Bool {
        open.count == path.steps.count
            && zip(open, path.steps).allSatisfy { $0.tag == $1.sequence && $0.items == $1.item }
    }

    private mutating func note(_ element: ElementHeader, _ source: inout ScanSource) throws(HeaderScanError) {
        guard element.tag == .specificCharacterSet, let length = element.length, length <= 1024,
            let bytes = try source.bytes(at: element.valueStart, length: length)
        else { return }
        characterSets[characterSets.count - 1] = CharacterSet(String(decoding: bytes, as: UTF8.self))
    }

    private func content(
        of element: ElementHeader, in file: inout FileDataSet
    ) throws(HeaderScanError) -> BulkDatum.Content {
        guard let length = element.length else {
            let location = try PixelDataLocation(fragmentsOf: element, in: &file.source)
            let fragments = try location.fragments(in: &file.source, encoding: element.encoding)
            return .stored(fragments.ranges, unit: 1)
        }
        let vr = element.shownRepresentation(isSigned: false)
        if vr.isText, length <= BulkDatum.textLimit,
            let bytes = try file.source.bytes(at: element.valueStart, length: length)
        {
            return .text(Array(characterSets[characterSets.count - 1].decode(Array(bytes)).utf8))
        }
        let unit = element.encoding == .explicitBigEndian ? vr.unitSize : 1
        return .stored([element.valueStart..<element.valueStart + length], unit: unit)
    }

    /// The items of a sequence, to its end.
    private func value(
        of element: ElementHeader, _ walk: inout DataSetWalk, _ source: inout ScanSource
    ) throws(HeaderScanError) -> Range<Int> {
        if let end = element.end { return element.valueStart..<end }
        var depth = 1
        while depth > 0, let step = try walk.next(&source) {
            switch step {
            case .sequence: depth += 1
            case .sequenceEnd: depth -= 1
            case .abandoned: depth = 0
            default: break
            }
        }
        return element.valueStart..<max(walk.offset, element.valueStart)
    }
}
