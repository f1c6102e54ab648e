import DICOMCore

extension PixelLayout {
    /// Brings decoded samples and the layout together: the stream's precision is the width of a sample. Returns what
    /// differed.
    ///
    /// - A stream of more bits than Bits Stored holds whole words as allocated (PS3.5 8.1.1): `takeStoredBits`.
    /// - A stream of fewer bits has all its bits stored. Their highest bit is the sign if the process keeps it. Planes of
    ///   overlays among them are cleared as in uncompressed pixels.
    /// - Signed samples of one component under an unsigned Pixel Representation count from the lowest number; `unsign`.
    mutating func settle(_ samples: inout SampleWords, coded header: CodedFrameHeader, beside named: NamedBits)
        throws(DICOMObjectError) -> [String]
    {
        var notices = unsign(&samples, coded: header)
        let precision = header.precision
        bitsAllocated = precision > 8 ? 16 : 8
        if precision <= bitsStored {
            if precision < bitsStored {
                notices.append("The code stream has \(precision) bits per sample, Bits Stored says \(bitsStored).")
            }
            if !isSigned || header.process.keepsSign || header.components == 3 { bitsStored = precision }
            highBit = bitsStored - 1
        }
        return try notices + takeStoredBits(of: &samples, width: precision, beside: named)
    }

    /// Moves signed samples to unsigned ones if some are negative: the half range below zero becomes the lower one.
    private func unsign(_ samples: inout SampleWords, coded header: CodedFrameHeader) -> [String] {
        guard header.components == 1, header.isSigned, !isSigned else { return [] }
        let half = UInt16(1) << UInt16(header.precision - 1)
        if samples.used & half != 0 { samples.replace { $0 ^ half } }
        return ["The code stream has signed samples, Pixel Representation says unsigned."]
    }
}
