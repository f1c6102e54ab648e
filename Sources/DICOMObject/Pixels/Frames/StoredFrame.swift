import DICOMCore

/// The bytes of one frame of an object, not yet decoded: native samples, or one whole code stream.
///
/// Whether it is compressed is seen from the bytes; the transfer syntax decides only where both would fit.
struct StoredFrame {
    let bytes: [UInt8]
    let isCoded: Bool
    /// The fragments of all frames; nil if Pixel Data is not encapsulated.
    private(set) var fragments: Fragments?
    /// What was not as the standard wants it, one sentence each.
    private(set) var notices: [String] = []

    /// Throws `noPixelData`, `inconsistent` or `undecodable`.
    ///
    /// - Parameter number: from 1 on, at most `layout.frames`.
    init(_ file: DICOMFile, layout: PixelLayout, number: Int, syntax: TransferSyntax) throws(DICOMObjectError) {
        let element = try PixelDataElement(file)
        let start = try element.bytes(at: 0, count: min(element.count, 68))
        let size = layout.sampleCount * layout.bytesPerSample
        let isEncapsulated =
            start.starts(with: [0xFE, 0xFF, 0x00, 0xE0])
            && (element.hasUndefinedLength || syntax.isEncapsulated || element.count < size
                // Nobody's samples are items from end to end.
                || (try? Fragments(element))?.isWhole == true)
        if isEncapsulated {
            let fragments = try Fragments(element)
            if fragments.hasWrongTable {
                notices.append("The first offset of the basic offset table is not zero; the table was passed over.")
            }
            bytes = try fragments.frame(number, of: layout.frames)
            isCoded = true
            self.fragments = fragments
            if element.hasUndefinedLength, !fragments.hasDelimiter {
                notices.append("The sequence of fragments has no delimiter.")
            }
            if !syntax.isEncapsulated {
                notices.append("Pixel Data is encapsulated, the transfer syntax says \(syntax.name).")
            }
            return
        }
        guard !element.hasUndefinedLength else {
            throw .undecodable(
                reason: "Pixel Data of undefined length begins with \(hexadecimal(start)), not with an item")
        }
        if number == 1, CodedFrameHeader.beginsCodeStream(start), syntax.isEncapsulated || element.count < size {
            bytes = try element.bytes(at: 0, count: element.count)
            isCoded = true
            notices.append("The code stream is not encapsulated.")
            return
        }
        guard element.count >= size else {
            throw .inconsistent(reason: "Pixel Data has \(element.count) bytes, one frame needs \(size)")
        }
        // Samples of another number or width than the attributes say would show a part of the film as the film. There may
        // be a byte of padding.
        let all = size * layout.frames
        guard element.count < 2 * all || element.count <= all + 1 else {
            throw .inconsistent(
                reason: "Pixel Data has \(element.count) bytes, "
                    + (layout.frames == 1 ? "one frame needs \(size)" : "\(layout.frames) frames need \(all)"))
        }
        if syntax.isEncapsulated {
            guard element.count <= size * layout.frames + 1 else {
                throw .undecodable(
                    reason: "Pixel Data of \(syntax.name) begins with \(hexadecimal(start)), and its \(element.count) "
                        + "bytes are not those of uncompressed frames either")
            }
            notices.append("Pixel Data is not compressed, the transfer syntax says \(syntax.name).")
        }
        guard element.count >= number * size else {
            throw .inconsistent(reason: "Pixel Data has \(element.count) bytes, frame \(number) would end after them")
        }
        let native = try StoredFrame.native(element, from: (number - 1) * size, size: size, layout: layout)
        bytes = try layout.wide?.narrowed(native) ?? native
        isCoded = false
    }

    /// A frame of which the bytes have been found.
    init(_ bytes: [UInt8], isCoded: Bool) { (self.bytes, self.isCoded) = (bytes, isCoded) }

    /// Native bytes in little endian order.
    private static func native(
        _ element: PixelDataElement, from start: Int, size: Int, layout: PixelLayout
    ) throws(DICOMObjectError) -> [UInt8] {
        // Words of OW are swapped as such even if they hold two samples of 8 bits (PS3.5 Annex D).
        let isSwapped = element.isBigEndian && (element.representation != "OB" || layout.bitsAllocated == 16)
        guard !isSwapped || layout.wide == nil else {
            throw .unsupportedPixels(reason: "\(DisplayAttribute.bitsAllocated) is 32 in Explicit VR Big Endian")
        }
        if isSwapped, element.representation == "UN" {
            throw .inconsistent(reason: "Pixel Data of VR UN in Explicit VR Big Endian has no known byte order")
        }
        // Whole words, of which the frame may begin in the middle of one.
        let first = start & ~1
        var bytes = try element.bytes(at: first, count: min(start - first + size + (size & 1), element.count - first))
        if isSwapped {
            for index in stride(from: 0, to: bytes.count - 1, by: 2) { bytes.swapAt(index, index + 1) }
        }
        return first == start ? bytes : Array(bytes[1...])
    }
}

/// Bytes for a message, such as `FF D8 FF E0`.
func hexadecimal(_ bytes: some Collection<UInt8>) -> String {
    if bytes.isEmpty { return "nothing" }
    return bytes.prefix(8).map { byte in
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }.joined(separator: " ")
}
