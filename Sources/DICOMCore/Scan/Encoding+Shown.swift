extension TransferSyntax.Encoding {
    /// The encoding of the elements from `offset` to `limit`; `self` if they do not tell.
    ///
    /// The transfer syntax is not always right: devices and archives write implicit elements under an explicit syntax and
    /// the reverse, above all in the items of sequences.
    func shown(at offset: Int, limit: Int, in source: inout ScanSource) throws(HeaderScanError) -> Self {
        var place = offset
        // An element of length zero does not tell: some devices write two zero bytes for its VR.
        for _ in 0..<16 {
            guard limit - place >= 8, let bytes = try source.bytes(at: place, length: 8).map(Array.init) else {
                return self
            }
            if bytes[4...] == [0, 0, 0, 0] {
                place += 8
                continue
            }
            return shown(by: bytes, rest: limit - place - 8)
        }
        return self
    }

    private func shown(by header: [UInt8], rest: Int) -> Self {
        guard header[0...1] != [0xFE, 0xFF], header[0...1] != [0xFF, 0xFE] else { return self }
        let vr = VR(header[4], header[5])
        if vr.isKnown {
            // Nearly every data set begins with group 0008.
            if header[0...1] == [0x08, 0x00] { return .explicitLittleEndian }
            if header[0...1] == [0x00, 0x08] { return .explicitBigEndian }
            return self == .implicitLittleEndian ? .explicitLittleEndian : self
        }
        guard self != .implicitLittleEndian, !vr.capitalized.isPlausible, !vr.isFiller else { return self }
        let length = UInt32(header[4...], bigEndian: false)
        return length == ElementHeader.undefinedLength || Int(length) <= rest ? .implicitLittleEndian : self
    }
}
