/// Walks through a data set element by element without building it.
///
/// Made for untrusted bytes: one loop and no recursion, values are skipped by their length, and nesting and the number of
/// elements are bounded. It ends with the pixel data, so that a truncated object is detected, and what follows the pixel
/// data is not read.
///
/// A damaged sequence does not end the walk: it continues at the sequence's end, or where the data set's elements continue
/// after it (`Resumption`). If that may skip elements of the data set itself, the walk ends with an error unless it
/// reaches the pixel data.
package struct DataSetWalk {
    package enum Step {
        /// An element of the data set or, within a followed sequence, of an item; also a sequence that is not followed.
        case value(ElementHeader)
        /// A followed sequence begins, or one within it.
        case sequence(ElementHeader)
        case item
        case itemEnd
        case sequenceEnd
        /// The followed sequence is damaged: its end and that of its open item will not come.
        case abandoned
        /// The last step of an image.
        case pixelData(PixelDataLocation)
    }

    /// Limit on nested sequences. DCMTK adopted the same limit in 2026; real objects stay below ten.
    static let depthLimit = 64
    /// Limit on the number of elements; elements that are read twice count twice.
    static let elementLimit = 1_000_000
    /// Limit on the damaged elements that are passed over in one object.
    static let resumptionLimit = 16

    /// Elements read and bytes searched so far: the work that the limits bound.
    private(set) var walked = 0
    var searched: Int { resumption.searched }

    private let sequences: Following
    private let resumes: Bool
    private var levels: [ScanLevel]
    /// Where the next element begins.
    package private(set) var offset: Int
    private var depth = 0
    private var isFollowing = false
    /// How many levels there are inside the fragments of nested pixel data, which are passed over.
    private var fragments: Int?
    private var isFinished = false
    /// The latest element of the data set.
    private var latest: ElementHeader?
    /// Whether a sequence has just ended; a superfluous delimiter is accepted there.
    private var hasLeftSequence = false
    private var resumption = Resumption()
    private var resumptions = 0
    /// The error after which elements of the data set may have been skipped.
    private var loss: HeaderScanError?
    private var size: [Tag: Int] = [:]
    /// The first damage that was passed over.
    private(set) var damage: HeaderScanError?

    /// Begins at `offset`.
    ///
    /// - Parameters:
    ///   - encoding: what the transfer syntax says; see `shown`.
    ///   - following: the sequences whose contents are returned as steps.
    ///   - resumes: whether to go on after a damaged sequence.
    package init(
        _ source: inout ScanSource, from offset: Int, encoding: TransferSyntax.Encoding, following: Following,
        resumes: Bool
    ) throws(HeaderScanError) {
        let shown = try encoding.shown(at: offset, limit: source.count, in: &source)
        levels = [ScanLevel(kind: .dataSet, tag: nil, end: nil, limit: source.count, encoding: shown)]
        self.offset = offset
        self.resumes = resumes
        sequences = following
    }

    /// The coding of the data set.
    package var encoding: TransferSyntax.Encoding { levels[0].encoding }

    /// The next step; `nil` at the end of the data set.
    package mutating func next(_ source: inout ScanSource) throws(HeaderScanError) -> Step? {
        while !isFinished {
            var step: Step?
            do throws(HeaderScanError) {
                step = try advance(&source)
            } catch {
                step = try resume(after: error, in: &source)
            }
            if let step { return step }
        }
        return nil
    }

    private mutating func advance(_ source: inout ScanSource) throws(HeaderScanError) -> Step? {
        let level = levels[levels.count - 1]
        // A level without its delimiter ends where the level around it ends.
        if level.end == offset || (levels.count > 1 && offset == level.limit && offset < source.count) {
            return leave()
        }
        if level.kind == .dataSet, try isAtEnd(of: &source) {
            isFinished = true
            if let loss { throw loss }
            return nil
        }
        walked += 1
        guard walked <= DataSetWalk.elementLimit else { throw .tooManyElements(offset: offset) }
        let element = try ElementHeader(at: offset, in: &source, encoding: level.encoding)
        switch level.kind {
        case .dataSet: return try advance(to: element, in: &source)
        case .sequence: return try advance(to: element, inSequence: level, &source)
        case .item: return try advance(to: element, inItem: level, &source)
        }
    }

    private mutating func advance(
        to element: ElementHeader, in source: inout ScanSource
    ) throws(HeaderScanError) -> Step? {
        if element.isDelimiter, element.length == 0, hasLeftSequence {
            offset = element.valueStart
            return nil
        }
        guard element.tag.group != 0xFFFE else { throw .unexpected(element.tag, offset: offset, within: nil) }
        if let end = element.end, end > source.count {
            // An unknown VR means that these bytes are not an element.
            if element.vr?.isKnown == false { throw .noElement(offset: offset) }
            throw .truncated(offset: offset, tag: element.tag, missing: end - source.count)
        }
        if element.tag == .pixelData {
            isFinished = true
            guard let end = element.end else {
                if let vr = element.vr, !vr.mayHaveUndefinedLength { throw .badLength(element.tag, offset: offset) }
                return .pixelData(
                    try PixelDataLocation(
                        fragmentsOf: element, frames: size[.numberOfFrames] ?? 1,
                        limit: DataSetWalk.elementLimit - walked, in: &source))
            }
            return .pixelData(
                PixelDataLocation(vr: element.vr, range: element.valueStart..<end, isEncapsulated: false))
        }
        try note(element, &source)
        hasLeftSequence = false
        return try enterOrPass(element, encoding, limit: source.count, &source)
    }

    /// Notes rows, columns and frames, on which the size of the pixel data depends.
    private mutating func note(_ element: ElementHeader, _ source: inout ScanSource) throws(HeaderScanError) {
        guard [.rows, .columns, .numberOfFrames].contains(element.tag), size[element.tag] == nil,
            let length = element.length, (1...12).contains(length),
            let value = try source.bytes(at: element.valueStart, length: length)
        else { return }
        let isText = element.tag == .numberOfFrames
        size[element.tag] =
            isText
            ? Int(String(decoding: value, as: UTF8.self).trimmingSpaces)
            : Int(UInt16(value.prefix(2), bigEndian: element.encoding == .explicitBigEndian))
        resumption.smallestPixelData = ((size[.rows] ?? 0) * (size[.columns] ?? 0) + 7) / 8
    }

    private mutating func advance(
        to element: ElementHeader, inSequence level: ScanLevel, _ source: inout ScanSource
    ) throws(HeaderScanError) -> Step? {
        if element.tag == .item {
            if let end = element.end, end > level.limit { throw overrun(of: element, in: level, &source) }
            if let end = element.end, !isFollowing {
                offset = end
                return nil
            }
            let limit = element.end ?? level.limit
            let shown = try level.encoding.shown(at: element.valueStart, limit: limit, in: &source)
            levels.append(
                ScanLevel(kind: .item, tag: level.tag, end: element.end, limit: limit, encoding: shown))
            offset = element.valueStart
            return isFollowing ? .item : nil
        }
        // Either delimiter ends a level: some devices mix them up, or omit the delimiter of the last item.
        if element.isDelimiter || (element.isZero && level.end == nil) {
            if element.valueStart > level.limit { throw overrun(of: element, in: level, &source) }
            offset = element.valueStart
            return level.end == nil ? leave() : nil
        }
        // The delimiter is missing, and the data set continues.
        if resumes, levels.count == 2, level.end == nil, let latest,
            try resumption.goesOn(at: offset, above: latest.tag, needed: 2, in: &source, encoding: encoding)
        {
            damage = damage ?? .unexpected(element.tag, offset: offset, within: level.tag)
            return leave()
        }
        throw .unexpected(element.tag, offset: offset, within: level.tag)
    }

    private mutating func advance(
        to element: ElementHeader, inItem level: ScanLevel, _ source: inout ScanSource
    ) throws(HeaderScanError) -> Step? {
        if element.isDelimiter {
            if element.valueStart > level.limit { throw overrun(of: element, in: level, &source) }
            offset = element.valueStart
            return level.end == nil ? leave() : nil
        }
        guard element.tag.group != 0xFFFE else {
            // The next item begins without the delimiter of this one.
            if element.tag == .item, level.end == nil { return leave() }
            throw .unexpected(element.tag, offset: offset, within: level.tag)
        }
        if let end = element.end, end > level.limit { throw overrun(of: element, in: level, &source) }
        return try enterOrPass(element, level.encoding, limit: level.limit, &source)
    }

    /// Enters a sequence if it is followed or only its items tell where it ends; passes over any other element.
    private mutating func enterOrPass(
        _ element: ElementHeader, _ encoding: TransferSyntax.Encoding, limit: Int, _ source: inout ScanSource
    ) throws(HeaderScanError) -> Step? {
        let isOuter = levels.count == 1
        var isEntered = element.length == nil
        if !isEntered, isOuter || isFollowing { isEntered = try element.holdsItems(in: &source) }
        if element.length == nil, let vr = element.vr, !vr.mayHaveUndefinedLength {
            throw .badLength(element.tag, offset: offset)
        }
        if isOuter { latest = element }
        guard isEntered else {
            offset = element.end ?? element.valueStart
            return isOuter || isFollowing ? .value(element) : nil
        }
        depth += 1
        guard depth <= DataSetWalk.depthLimit else { throw .tooDeep(offset: element.start) }
        // A UN element of undefined length holds a sequence in implicit VR (PS3.5 6.2.2), unless its items show another.
        levels.append(
            ScanLevel(
                kind: .sequence, tag: element.tag, end: element.end, limit: element.end ?? limit,
                encoding: element.vr == .unknown ? .implicitLittleEndian : encoding))
        offset = element.valueStart
        if isOuter {
            isFollowing = sequences.contains(element)
        } else if isFollowing, case .every = sequences, element.holdsFragments {
            (isFollowing, fragments) = (false, levels.count)
            return .value(element)
        }
        return isFollowing ? .sequence(element) : isOuter ? .value(element) : nil
    }

    private mutating func leave() -> Step? {
        let level = levels.removeLast()
        let wasFollowing = isFollowing
        if level.kind == .sequence { depth -= 1 }
        if levels.count == 1 {
            hasLeftSequence = true
            isFollowing = false
        }
        if fragments == levels.count + 1 { (isFollowing, fragments) = (true, nil) }
        guard wasFollowing else { return nil }
        return level.kind == .sequence ? .sequenceEnd : .itemEnd
    }
}

extension DataSetWalk {
    /// Continues after a damaged element, or throws the error.
    private mutating func resume(
        after error: HeaderScanError, in source: inout ScanSource
    ) throws(HeaderScanError) -> Step? {
        guard resumes, !isFinished, error.concernsElement, let latest, resumptions < DataSetWalk.resumptionLimit,
            let place = try place(after: error, latest: latest, in: &source)
        else { throw error.after(latest?.tag) }
        resumptions += 1
        damage = damage ?? error.after(latest.tag)
        let wasFollowing = isFollowing || fragments != nil
        levels.removeLast(levels.count - 1)
        (depth, isFollowing, fragments, hasLeftSequence, offset) = (0, false, nil, true, place)
        return wasFollowing ? .abandoned : nil
    }

    private mutating func place(
        after error: HeaderScanError, latest: ElementHeader, in source: inout ScanSource
    ) throws(HeaderScanError) -> Int? {
        var start = offset + 1
        if levels.count > 1 {
            // The offset of the error, or the end that the sequence states.
            for (place, needed) in [(offset, UInt8(2)), (levels[1].end, 1)] {
                guard let place else { continue }
                // A sequence may be the last element of a document, but only if its length says so.
                if place == source.count, levels[1].end == place { return place }
                let goesOn = try resumption.goesOn(
                    at: place, above: latest.tag, needed: needed, in: &source, encoding: encoding)
                if goesOn { return place }
            }
            start = latest.valueStart
        } else if case .truncated(_, let tag, _) = error,
            encoding != .implicitLittleEndian || tag == nil || tag == .pixelData
        {
            // An element with a valid VR is genuine, so its value is truncated.
            return nil
        }
        let found = try resumption.place(from: start, above: latest.tag, in: &source, encoding: encoding)
        if found != nil { loss = loss ?? error.after(latest.tag) }
        return found
    }
}
