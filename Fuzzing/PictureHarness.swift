import CImageCodecs

/// More would let the fuzzer spend its time on filling memory.
private let pixelLimit = 1 << 20

/// Decodes bytes as PNG, JPEG or JPEG 2000 by what they begin with.
let pictureHarness: Harness = { bytes in
    var message = [CChar](repeating: 0, count: Int(CI_MESSAGE_LENGTH))
    switch bytes.first {
    case 0x89:
        var picture = CIGrayPicture()
        _ = ci_png_read(bytes, bytes.count, pixelLimit, &picture, &message)
        ci_picture_free(&picture)
    case 0xFF where bytes.count > 1 && bytes[1] == 0xD8:
        var picture = CIGrayPicture()
        _ = ci_jpeg_read(bytes, bytes.count, pixelLimit, &picture, &message)
        ci_picture_free(&picture)
    default: decodeJPEG2000(bytes, &message)
    }
}

/// Rows and columns are those of the stream, as the attributes of an honest object are.
private func decodeJPEG2000(_ bytes: [UInt8], _ message: inout [CChar]) {
    guard bytes.count >= 42 else { return }
    func word(_ place: Int) -> UInt32 { bytes[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) } }
    let (columns, rows) = (word(8) &- word(16), word(12) &- word(20))
    let components = UInt16(bytes[40]) << 8 | UInt16(bytes[41])
    guard rows > 0, columns > 0, rows <= 1024, columns <= 1024, components == 1 || components == 3 else { return }
    var layout = CIJPEG2000Layout(
        rows: rows, columns: columns, components: components, bitsAllocated: 16, bitsStored: 12, highBit: 11,
        isSigned: true)
    let count = Int(rows * columns)
    if components == 1 {
        var values = [UInt16](repeating: 0, count: count)
        _ = ci_jpeg2000_stored_values(bytes, bytes.count, &layout, 1, &values, &message)
    } else {
        var values = [Float](repeating: 0, count: count)
        _ = ci_jpeg2000_luminance(bytes, bytes.count, &layout, false, 1, &values, &message)
    }
}
