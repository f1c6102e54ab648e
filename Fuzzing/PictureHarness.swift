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
    guard bytes.count >= 43 else { return }
    func word(_ place: Int) -> UInt32 { bytes[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) } }
    let (columns, rows) = (word(8) &- word(16), word(12) &- word(20))
    let components = UInt16(bytes[40]) << 8 | UInt16(bytes[41])
    guard rows > 0, columns > 0, rows <= 1024, columns <= 1024, components == 1 || components == 3 else { return }
    let precision = UInt16(bytes[42] & 0x7F) + 1
    guard precision <= 16 else { return }
    var layout = CIJPEG2000Layout(rows: rows, columns: columns, components: components, precision: precision)
    var samples = [UInt16](repeating: 0, count: Int(rows * columns) * Int(components))
    _ = ci_jpeg2000_decode(bytes, bytes.count, &layout, 1, &samples, &message)
}
