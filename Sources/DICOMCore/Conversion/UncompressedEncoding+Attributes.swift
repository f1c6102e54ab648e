extension UncompressedEncoding {
    static let lossyImageCompression = Tag(0x0028, 0x2110)

    /// The elements of an image pixel description, in order of their tags.
    static func attributes(of pixels: ImagePixelDescription, isSelection: Bool) -> [(tag: Tag, bytes: [UInt8])] {
        var elements: [(tag: Tag, bytes: [UInt8])] = [
            number(0x0002, pixels.samplesPerPixel), text(0x0004, pixels.photometricInterpretation),
        ]
        if pixels.samplesPerPixel > 1 { elements.append(number(0x0006, 0)) }
        if isSelection { elements.append(text(0x0008, "\(pixels.numberOfFrames)", .integerString)) }
        elements += [
            number(0x0010, pixels.rows), number(0x0011, pixels.columns), number(0x0100, pixels.bitsAllocated),
            number(0x0101, pixels.bitsStored), number(0x0102, pixels.bitsStored - 1),
            number(0x0103, pixels.isSigned ? 1 : 0),
        ]
        // Only the code stream said so until now if the attribute is missing (PS3.3 C.7.6.1.1.5).
        if pixels.isLossy { elements.append(text(lossyImageCompression.element, "01")) }
        return elements
    }

    private static func number(_ element: UInt16, _ value: Int) -> (tag: Tag, bytes: [UInt8]) {
        let tag = Tag(0x0028, element)
        var writer = DataSetWriter(.explicitLittleEndian)
        writer.append(tag, unsignedShort: UInt16(truncatingIfNeeded: value))
        return (tag, writer.bytes)
    }

    private static func text(
        _ element: UInt16, _ value: String, _ vr: VR = .codeString
    ) -> (tag: Tag, bytes: [UInt8]) {
        let tag = Tag(0x0028, element)
        var writer = DataSetWriter(.explicitLittleEndian)
        writer.append(tag, vr, value)
        return (tag, writer.bytes)
    }
}
