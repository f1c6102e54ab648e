import DICOMCore
import DICOMObject
import FoundationEssentials
import Imaging

/// A decoded frame as it is kept: values and the tables that show them. Every window and size of it is shown from these bytes
/// alone.
package struct DecodedValues: Sendable, Equatable {
    /// What a decoder says of a frame before its bytes.
    package struct Head: Codable, Sendable, Equatable {
        let rows: Int
        let columns: Int
        let aspect: Double
        /// Entries of the two tables.
        let count: Int
        /// Whether there is a table of modality values, to which a window applies.
        let hasNumbers: Bool
        let isInverted: Bool
        let notices: [String]
        let noticesOfWindow: [String]

        init(_ frame: FrameValues) {
            (rows, columns, aspect) = (frame.rows, frame.columns, frame.aspect)
            (count, hasNumbers, isInverted) = (frame.brightness.count, frame.numbers != nil, frame.isInverted)
            (notices, noticesOfWindow) = (frame.notices, frame.noticesOfWindow)
        }

        /// Bytes of the modality values, and of them and the brightness.
        var numberBytes: Int { hasNumbers ? MemoryLayout<Double>.size * count : 0 }
        var tableBytes: Int { numberBytes + MemoryLayout<Float>.size * count }
        /// Bytes that follow it: the tables, and two for each pixel.
        var bodyBytes: Int { tableBytes + 2 * rows * columns }
    }

    private let head: Head
    /// The head in JSON behind its length and filled up with spaces, and the body; numbers as this machine has them.
    package let bytes: [UInt8]
    private let bodyStart: Int

    /// Bytes of the length of a head; a head ends at a whole multiple of them.
    private static let unit = 8

    /// - Parameter fill: writes the body.
    /// - Returns: nil if the head cannot be encoded.
    init?(_ head: Head, fill: (UnsafeMutableRawBufferPointer) throws -> Void) rethrows {
        guard let json = try? JSONEncoder().encode(head) else { return nil }
        let padding = (Self.unit - json.count % Self.unit) % Self.unit
        let start = Self.unit + json.count + padding
        self.head = head
        bodyStart = start
        bytes = try [UInt8](unsafeUninitializedCapacity: start + head.bodyBytes) { buffer, filled in
            let memory = UnsafeMutableRawBufferPointer(buffer)
            memory.storeBytes(of: UInt64(start - Self.unit), as: UInt64.self)
            UnsafeMutableRawBufferPointer(rebasing: memory[Self.unit...]).copyBytes(from: json)
            for index in start - padding..<start { memory[index] = UInt8(ascii: " ") }
            try fill(UnsafeMutableRawBufferPointer(rebasing: memory[start...]))
            filled = start + head.bodyBytes
        }
    }

    /// Reads what was kept; nil for anything else.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.unit else { return nil }
        let length = bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
        guard length <= UInt64(bytes.count - Self.unit), length % UInt64(Self.unit) == 0 else { return nil }
        bodyStart = Self.unit + Int(length)
        guard let head = try? JSONDecoder().decode(Head.self, from: Data(bytes[Self.unit..<bodyStart])),
            AnswerBounds.fault(head) == nil, bytes.count - bodyStart == head.bodyBytes
        else { return nil }
        self.head = head
        self.bytes = bytes
    }

    /// The brightness of each value, 0 to 1.
    private func brightness(_ window: VOIWindow?) -> [Float] {
        bytes.withUnsafeBytes { bytes in
            if let window, head.hasNumbers {
                return (0..<head.count).map { index in
                    let number = bytes.loadUnaligned(fromByteOffset: bodyStart + 8 * index, as: Double.self)
                    return window.brightness(of: number, isInverted: head.isInverted)
                }
            }
            let start = bodyStart + head.numberBytes
            return (0..<head.count).map { bytes.loadUnaligned(fromByteOffset: start + 4 * $0, as: Float.self) }
        }
    }

    /// Renders the frame; nil if nothing of it is in the viewport.
    package func image(_ rendering: Rendering) -> RenderedImage? {
        let brightness = brightness(rendering.window)
        let picture = bytes.withUnsafeBytes { bytes in
            // The head ends at a whole multiple of eight bytes, and the tables at one of four.
            let values = UnsafeRawBufferPointer(rebasing: bytes[(bodyStart + head.tableBytes)...])
                .bindMemory(to: UInt16.self)
            return TabledImage(rows: head.rows, columns: head.columns, values: values, brightness: brightness)
                .shown(aspect: head.aspect, in: rendering.viewport)
        }
        let isWindow = rendering.window != nil && head.hasNumbers
        return picture.map {
            RenderedImage(picture: $0, notices: isWindow ? head.noticesOfWindow : head.notices)
        }
    }

    /// Whether all of its brightness is between black and white, as far as it was received.
    var isPlausible: Bool { brightness(nil).allSatisfy { $0 >= 0 && $0 <= 1 } }
}

extension AnswerBounds {
    /// Why values of a frame are refused; nil if they are accepted. Any bytes are values and modality values of some frame.
    static func fault(_ head: DecodedValues.Head) -> String? {
        if let fault = fault(rows: head.rows, columns: head.columns) { return fault }
        guard (1...65536).contains(head.count), (0.2...5).contains(head.aspect) else {
            return "values of a frame with impossible numbers"
        }
        return fault(notices: head.notices) ?? fault(notices: head.noticesOfWindow)
    }
}
