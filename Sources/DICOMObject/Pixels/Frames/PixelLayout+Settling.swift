import DICOMCore

extension PixelLayout {
    /// Brings decoded samples and the layout together: the stream's precision is the width of a sample. Returns what
    /// differed.
    ///
    /// - A stream of more bits than Bits Stored holds whole words as allocated (PS3.5 8.1.1). If what is above and below
    ///   the stored bits is unused, the stored bits are taken; if it is used, Bits Stored is wrong.
    /// - A stream of fewer bits has all its bits stored. JPEG 2000 and JPEG-LS keep the sign in their highest bit.
    /// - Signed samples under an unsigned Pixel Representation count from the lowest number; `unsign`.
    mutating func settle(_ samples: inout [UInt16], coded header: CodedFrameHeader, overlaid: Bool)
        throws(DICOMObjectError) -> [String]
    {
        try unsign(&samples, coded: header) + settleBits(&samples, coded: header, overlaid: overlaid)
    }

    /// Moves signed samples to unsigned ones if some are negative: the half range below zero becomes the lower one.
    private func unsign(_ samples: inout [UInt16], coded header: CodedFrameHeader) -> [String] {
        guard header.isSigned, !isSigned else { return [] }
        let half = UInt16(1) << UInt16(header.precision - 1)
        if samples.contains(where: { $0 & half != 0 }) {
            for index in samples.indices { samples[index] ^= half }
        }
        return ["The code stream has signed samples, Pixel Representation says unsigned."]
    }

    private mutating func settleBits(
        _ samples: inout [UInt16], coded header: CodedFrameHeader, overlaid: Bool
    ) throws(DICOMObjectError) -> [String] {
        let precision = header.precision
        let named = bitsStored
        bitsAllocated = precision > 8 ? 16 : 8
        defer { highBit = bitsStored - 1 }
        guard precision > named else {
            let keepsSign = header.codec == .jpeg2000 || header.codec == .jpegLS
            if !isSigned || keepsSign { bitsStored = precision }
            return precision == named
                ? [] : ["The code stream has \(precision) bits per sample, Bits Stored says \(named)."]
        }
        let used = samples.reduce(0, |)
        let shift = highBit + 1 - named
        if shift > 0, highBit < precision, used >> named != 0 {
            let mask = UInt16(truncatingIfNeeded: valueCount - 1)
            for index in samples.indices { samples[index] = samples[index] >> UInt16(shift) & mask }
            return []
        }
        if used >> named == 0 { return [] }
        let isExtended = isSigned && samples.allSatisfy { isSignExtended($0, from: named, to: precision) }
        if isExtended || overlaid {
            let mask = UInt16(truncatingIfNeeded: valueCount - 1)
            for index in samples.indices { samples[index] &= mask }
            return []
        }
        // RLE holds words as they were allocated, with whatever is above the film; other codings predict or transform
        // them, and may overshoot. Within a film neighbours are alike: bits above that belong to the sample make them so, others do not.
        let share =
            header.codec == .runLengths ? shareOfSmootherPairs(samples, of: precision, keeping: named) : nil
        if let share, share > 0.4, share < 0.6 {
            throw .inconsistent(
                reason:
                    "the samples use \(precision) bits, Bits Stored says \(named), and they look as wrong either way")
        }
        if share ?? 1 <= 0.4 {
            let mask = UInt16(truncatingIfNeeded: valueCount - 1)
            for index in samples.indices { samples[index] &= mask }
            return ["Bits above Bits Stored \(named) are used, but not for the film; they were passed over."]
        }
        bitsStored = precision
        return ["The code stream has \(precision) bits per sample and uses them, Bits Stored says \(named)."]
    }

    /// Of the neighbours whose distance changes if only `stored` bits are kept, the share that is closer with all bits; nil
    /// if there are none. Measured on 12-bit films: 85 % to 94 % under Bits Stored 8 to 11, none with an overlay or noise
    /// in the bits above.
    private func shareOfSmootherPairs(_ samples: [UInt16], of precision: Int, keeping stored: Int) -> Double? {
        func number(_ word: UInt16, _ bits: Int) -> Int {
            let value = Int(word) & ((1 << bits) - 1)
            return isSigned && value >> (bits - 1) != 0 ? value - (1 << bits) : value
        }
        var (closer, all) = (0, 0)
        for index in samples.indices.dropFirst() {
            let (first, second) = (samples[index - 1], samples[index])
            let (whole, kept) = (
                abs(number(first, precision) - number(second, precision)),
                abs(number(first, stored) - number(second, stored))
            )
            if whole != kept { all += 1 }
            if whole < kept { closer += 1 }
        }
        return all > 0 ? Double(closer) / Double(all) : nil
    }

    /// Whether the bits of a word above the stored ones repeat the sign.
    private func isSignExtended(_ word: UInt16, from stored: Int, to precision: Int) -> Bool {
        let top = Int(word) >> (stored - 1)
        return top == 0 || top == (1 << (precision - stored + 1)) - 1
    }
}

extension DICOMItem {
    /// Whether overlays are kept in unused bits of the pixels: a retired Overlay Bit Position (60xx,0102).
    var hasOverlaidPixels: Bool {
        stride(from: UInt16(0x6000), through: 0x601E, by: 2).contains { (integer(Tag($0, 0x0102)) ?? 0) > 0 }
    }
}
