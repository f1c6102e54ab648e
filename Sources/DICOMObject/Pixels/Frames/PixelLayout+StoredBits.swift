import DICOMCore

extension PixelLayout {
    /// Takes the film's bits out of words that may have more, and corrects the layout where Bits Stored or High Bit is
    /// wrong. Returns what was not as it should be.
    ///
    /// Beside the stored bits a word may have the planes of overlays that the data set names, and copies of the sign
    /// (PS3.5 8.1.1). Of anything else the neighbours in the picture say whether it belongs to the film
    /// (`SampleWords.share`): then all bits are read; if not, it is passed over; if they do not say, throws `inconsistent`.
    ///
    /// - Parameter width: bits of a word.
    mutating func takeStoredBits(
        of words: inout SampleWords, width: Int, beside named: NamedBits
    ) throws(DICOMObjectError) -> [String] {
        defer { highBit = bitsStored - 1 }
        let shift = highBit < width ? highBit + 1 - bitsStored : 0
        var used = words.used
        var notices = clearOverlaysOfTheFilm(in: &words, of: named, shift: shift, used: &used)
        let stored = WordReading.mask(bitsStored) << UInt16(shift)
        guard used & ~stored != 0 else {
            if shift > 0, used != 0 { words.replace { $0 >> UInt16(shift) } }
            return notices
        }
        let overlays = named.overlays & ~stored
        let below = used & ~overlays & WordReading.mask(shift)
        if below != 0, used & ~overlays < 1 << UInt16(bitsStored) {
            words.replace { $0 & ~overlays }
            return notices + [
                "High Bit is \(highBit), but the film is in the lowest \(bitsStored) bits; they were read."
            ]
        }
        if below != 0 {
            notices.append("Bits below the stored ones are used; they were passed over.")
        }
        if shift > 0 { words.replace { $0 >> UInt16(shift) } }
        guard used >> UInt16(shift + bitsStored) != 0 else { return notices }
        let above = NamedBits(
            overlays: overlays >> UInt16(shift), padding: shift == 0 ? named.padding : nil)
        return try notices + takeStoredBits(below: width - shift, of: &words, beside: above)
    }

    /// The same for words of which bits above the stored ones are used, and none below.
    private mutating func takeStoredBits(
        below width: Int, of words: inout SampleWords, beside named: NamedBits
    ) throws(DICOMObjectError) -> [String] {
        let reading = WordReading(bits: bitsStored, isSigned: isSigned)
        let stored = WordReading.mask(bitsStored)
        let overlays = named.overlays & ~stored
        let occurring = words.occurring()
        if isSigned, occurring.allSatisfy({ reading.extends($0, to: width, except: overlays) }) {
            words.replace { $0 & stored }
            return []
        }
        if overlays & occurring.reduce(0, |) != 0 {
            try refuseFilm(in: overlays, of: words, width: width)
            words.replace { $0 & ~overlays }
            if occurring.allSatisfy({ $0 & ~overlays & ~stored == 0 }) { return [] }
        }
        if isGrayscale, let padding = named.padding, takePadding(padding, of: &words, width: width) {
            return [
                "Pixel Padding Value is outside of Bits Stored \(reading.bits); the pixels that have it were taken as padding."
            ]
        }
        var readings = [reading, WordReading(bits: width, isSigned: isSigned)]
        let used = UInt16.bitWidth - words.used.leadingZeroBitCount
        if isSigned, used < width { readings.append(WordReading(bits: used, isSigned: true)) }
        if !isSigned, isGrayscale { readings.append(WordReading(bits: width, isSigned: true)) }
        guard let best = WordReading.best(of: readings, for: words) else {
            let isEitherWay = { (word: UInt16) in
                word & ~stored & ~overlays == 0 || reading.extends(word, to: width, except: overlays)
            }
            if isSigned, occurring.allSatisfy(isEitherWay) {
                words.replace { $0 & stored }
                return ["Only a part of the negative pixels repeats the sign above Bits Stored \(bitsStored)."]
            }
            throw .inconsistent(
                reason:
                    "the pixels use \(used) bits, Bits Stored says \(bitsStored), and the film looks as wrong either way"
            )
        }
        if best == reading {
            words.replace { $0 & stored }
            return ["Bits above Bits Stored \(bitsStored) are used, but not for the film; they were passed over."]
        }
        // Colours have no window: they are as bright as the bits that they use.
        (bitsStored, isSigned) = (isGrayscale ? best.bits : min(best.bits, max(used, reading.bits)), best.isSigned)
        return best.isSigned == reading.isSigned
            ? ["The pixels use \(used) bits, Bits Stored says \(reading.bits); all were read."]
            : ["The pixels are signed and go beyond Bits Stored \(reading.bits), Pixel Representation says unsigned."]
    }

    /// Clears planes of overlays that lie within Bits Stored, if the neighbours in the picture show that they do not belong
    /// to the film. Only the upper half of a word is examined: in the lower half noise hides the difference.
    private func clearOverlaysOfTheFilm(
        in words: inout SampleWords, of named: NamedBits, shift: Int, used: inout UInt16
    ) -> [String] {
        var notices: [String] = []
        for bit in max(shift, 8)..<max(shift + bitsStored, 8) {
            let plane = UInt16(1) << UInt16(bit)
            guard named.overlays & used & plane != 0 else { continue }
            let whole = WordReading(bits: 16, isSigned: false)
            let without = WordReading(bits: 16, isSigned: false, cleared: plane)
            guard let share = words.share(closerBy: whole, than: without), share <= WordReading.opposite else {
                continue
            }
            words.replace { $0 & ~plane }
            used &= ~plane
            notices.append("Overlay Bit Position names bit \(bit) of the stored bits; it was passed over.")
        }
        return notices
    }

    /// Throws if the film goes on in the planes of overlays above the stored bits.
    private func refuseFilm(in overlays: UInt16, of words: SampleWords, width: Int) throws(DICOMObjectError) {
        let whole = WordReading(bits: width, isSigned: false)
        let without = WordReading(bits: width, isSigned: false, cleared: overlays)
        guard let share = words.share(closerBy: whole, than: without), share > WordReading.opposite else { return }
        let positions = (0..<width).filter { overlays & 1 << UInt16($0) != 0 }.map(String.init)
        throw .inconsistent(
            reason: "Overlay Bit Position (60xx,0102) names \(positions.joined(separator: ", ")), above Bits Stored "
                + "\(bitsStored), but the film seems to go on there")
    }

    /// Keeps whole words if all that are beyond the stored bits are padding.
    private mutating func takePadding(_ padding: ClosedRange<Int>, of words: inout SampleWords, width: Int) -> Bool {
        let whole = WordReading(bits: width, isSigned: isSigned)
        let stored = WordReading(bits: bitsStored, isSigned: isSigned)
        let isBeyond = { (word: UInt16) in
            word >> UInt16(stored.bits) != 0 && !(stored.isSigned && stored.extends(word, to: width))
        }
        let beyond = words.occurring().filter(isBeyond)
        guard !beyond.isEmpty, beyond.allSatisfy({ padding.contains(whole.number($0)) }) else { return false }
        words.replace { word in
            isBeyond(word) ? word : UInt16(truncatingIfNeeded: stored.number(word)) & WordReading.mask(width)
        }
        bitsStored = width
        return true
    }
}

extension WordReading {
    /// A word whose lowest `bits` are set.
    static func mask(_ bits: Int) -> UInt16 { UInt16(truncatingIfNeeded: (1 << bits) - 1) }

    /// Whether the bits of a word above those that are read repeat the sign, `except` those of overlays.
    func extends(_ word: UInt16, to width: Int, except overlays: UInt16 = 0) -> Bool {
        let above = WordReading.mask(width) & ~WordReading.mask(bits) & ~overlays
        return word & above == (word >> UInt16(bits - 1) & 1 == 0 ? 0 : above)
    }
}
