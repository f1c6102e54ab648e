internal import Glibc

/// Rewrites a data set from Explicit to Implicit VR Little Endian (PS3.5 A.1, A.2): every value keeps its bytes.
///
/// Made for untrusted bytes: one loop and no recursion, bounded nesting, and memory for one piece. Sequences and items get
/// an undefined length, since their contents become longer or shorter, and group lengths are left out for the same reason
/// (PS3.5 7.2). The contents of a UN element are in Implicit VR already (PS3.5 6.2.2).
struct ImplicitRewriting {
    private struct Level {
        enum Kind { case dataSet, sequence, item }
        let kind: Kind
        /// Offset where the level ends; `nil` if a delimiter ends it.
        let end: Int?
        /// The end of this level or, if a delimiter ends it, of the closest level around it with an end.
        let limit: Int
        /// Whether the elements have no VR: inside a UN element.
        let isImplicit: Bool
    }

    /// Bytes of a value in one piece.
    private static let pieceSize = 16 << 10

    private var source: ScanSource
    private var offset: Int
    private var levels: [Level]
    /// End of the value that is being passed on.
    private var valueEnd = 0

    init(of source: ScanSource, from offset: Int) {
        self.source = source
        self.offset = offset
        levels = [Level(kind: .dataSet, end: source.count, limit: source.count, isImplicit: false)]
    }

    /// The next bytes; empty if an element is left out, `nil` at the end.
    ///
    /// - Parameter withValues: false passes over the values, to check the structure only.
    mutating func next(withValues: Bool = true) throws(ConversionError) -> [UInt8]? {
        if offset < valueEnd {
            guard withValues else {
                offset = valueEnd
                return []
            }
            let bytes = try Self.bytes(of: &source, at: offset, length: valueEnd - offset)
            offset += bytes.count
            return bytes
        }
        guard let level = levels.last else { return nil }
        if level.end == offset {
            levels.removeLast()
            switch level.kind {
            case .dataSet: return nil
            case .sequence: return Self.header(.sequenceDelimitation, 0)
            case .item: return Self.header(.itemDelimitation, 0)
            }
        }
        return try step(in: level)
    }

    private mutating func step(in level: Level) throws(ConversionError) -> [UInt8] {
        let element: ElementHeader
        do {
            element = try ElementHeader(
                at: offset, in: &source,
                encoding: level.isImplicit ? .implicitLittleEndian : .explicitLittleEndian)
        } catch {
            throw .unreadable(error)
        }
        let end = element.end ?? element.valueStart
        if end > level.limit {
            throw end > source.count
                ? .truncated(element.tag, offset: offset) : .tooLong(element.tag, offset: offset)
        }
        switch (level.kind, element.tag) {
        case (.sequence, .item): return try enter(.item, element, in: level, isImplicit: level.isImplicit)
        case (.sequence, .sequenceDelimitation), (.item, .itemDelimitation):
            guard level.end == nil, element.length == 0 else {
                throw .misplaced(element.tag, offset: offset)
            }
            levels.removeLast()
            offset = element.valueStart
            return Self.header(element.tag, 0)
        case (.sequence, _): throw .misplaced(element.tag, offset: offset)
        default: return try rewrite(element, in: level)
        }
    }

    /// Rewrites an element of the data set or of an item.
    private mutating func rewrite(_ element: ElementHeader, in level: Level) throws(ConversionError) -> [UInt8] {
        guard element.tag.group != 0xFFFE else { throw .misplaced(element.tag, offset: offset) }
        if let vr = element.vr, !vr.isKnown {
            throw .unknownVR(element.tag, letters: vr.letters, offset: offset)
        }
        if element.vr == .sequence || element.length == nil {
            let isUnknown = element.vr == .unknown
            guard level.isImplicit || isUnknown || element.vr == .sequence else {
                throw .undefinedLength(element.tag, offset: offset)
            }
            return try enter(.sequence, element, in: level, isImplicit: level.isImplicit || isUnknown)
        }
        if element.vr == .unknown, try holdsExplicitItems(element) {
            throw .explicitItems(element.tag, offset: offset)
        }
        // A group length counts bytes of the encoding.
        if element.tag.element == 0 {
            offset = element.end ?? element.valueStart
            return []
        }
        offset = element.valueStart
        valueEnd = element.end ?? offset
        return Self.header(element.tag, UInt32(valueEnd - offset))
    }

    /// Whether a UN value of known length looks like the items of a sequence in Explicit VR, as some programs write it. A
    /// receiver that knows the attribute would read them as Implicit VR.
    private mutating func holdsExplicitItems(_ element: ElementHeader) throws(ConversionError) -> Bool {
        guard let length = element.length, length >= 16 else { return false }
        let start = try Self.bytes(of: &source, at: element.valueStart, length: 14)
        return Array(start.prefix(4)) == [0xFE, 0xFF, 0x00, 0xE0] && VR(start[12], start[13]).isKnown
    }

    private mutating func enter(
        _ kind: Level.Kind, _ element: ElementHeader, in level: Level, isImplicit: Bool
    ) throws(ConversionError) -> [UInt8] {
        guard levels.count <= 2 * DataSetWalk.depthLimit else { throw .tooDeep(offset: offset) }
        levels.append(
            Level(kind: kind, end: element.end, limit: element.end ?? level.limit, isImplicit: isImplicit))
        offset = element.valueStart
        return Self.header(element.tag, ElementHeader.undefinedLength)
    }

    private static func header(_ tag: Tag, _ length: UInt32) -> [UInt8] {
        tag.group.littleEndianBytes + tag.element.littleEndianBytes + length.littleEndianBytes
    }

    /// The next bytes of a value, as many as fit in one piece.
    static func bytes(of source: inout ScanSource, at offset: Int, length: Int) throws(ConversionError) -> [UInt8] {
        let bytes: ArraySlice<UInt8>?
        do { bytes = try source.bytes(at: offset, length: min(length, pieceSize)) } catch { throw .unreadable(error) }
        guard let bytes, !bytes.isEmpty else { throw .unreadable(.unreadable(errno: EIO)) }
        return Array(bytes)
    }
}
