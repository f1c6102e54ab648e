import Foundation

/// A small label table with real PNG files in a temporary folder: abnormal films have a bright square near the bottom.
final class SyntheticDataset {
    let root: URL

    /// Creates `patients` patients with one or two films of 32 × 32 pixels in both views, half of them abnormal.
    init(patients: Int) throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("nih-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        var lines = ["image,labels,follow_up,patient_id,age,sex,view"]
        for patient in 0..<patients {
            for film in 0...(patient % 2) {
                let isSick = patient % 4 < 2
                let name = "p\(patient)_\(film).png"
                let labels = isSick ? (patient % 3 == 0 ? "Pneumonia|Effusion" : "Pneumonia") : "No Finding"
                lines.append("\(name),\(labels),\(film),\(patient),50,M,\(patient % 8 < 4 ? "AP" : "PA")")
                let bytes = PNGFile.gray8(rows: 32, columns: 32) { row, column in
                    let background = UInt8((row * 3 + column * 2 + patient * 7 + film * 5) % 90)
                    let isSquare = (18..<28).contains(row) && (6..<20).contains(column)
                    return isSick && isSquare ? 220 : background
                }
                try bytes.write(to: root.appendingPathComponent(name))
            }
        }
        try lines.joined(separator: "\n").write(
            to: root.appendingPathComponent("labels.csv"), atomically: true, encoding: .utf8)
    }

    deinit { try? FileManager.default.removeItem(at: root) }
}

/// Writes PNG files without compression (zlib's stored blocks).
enum PNGFile {
    static func gray8(rows: Int, columns: Int, _ sample: (Int, Int) -> UInt8) -> Data {
        var raw = Data()
        for row in 0..<rows {
            raw.append(0)  // filter "none"
            for column in 0..<columns { raw.append(sample(row, column)) }
        }
        let length = UInt16(raw.count)
        var stream = Data([0x78, 0x01, 0x01])
        stream.append(contentsOf: [
            UInt8(length & 0xFF), UInt8(length >> 8), UInt8(~length & 0xFF), UInt8(~length >> 8),
        ])
        stream += raw + bigEndian(adler32(raw))
        let header = bigEndian(UInt32(columns)) + bigEndian(UInt32(rows)) + Data([8, 0, 0, 0, 0])
        return Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) + chunk("IHDR", header) + chunk("IDAT", stream)
            + chunk("IEND", Data())
    }

    private static func chunk(_ name: String, _ content: Data) -> Data {
        let body = Data(name.utf8) + content
        return bigEndian(UInt32(content.count)) + body + bigEndian(crc32(body))
    }

    private static func bigEndian(_ value: UInt32) -> Data { withUnsafeBytes(of: value.bigEndian) { Data($0) } }

    private static func crc32(_ bytes: Data) -> UInt32 {
        var value: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
        return ~value
    }

    private static func adler32(_ bytes: Data) -> UInt32 {
        var sums: (low: UInt32, high: UInt32) = (1, 0)
        for byte in bytes {
            sums.low = (sums.low + UInt32(byte)) % 65521
            sums.high = (sums.high + sums.low) % 65521
        }
        return sums.high << 16 | sums.low
    }
}
