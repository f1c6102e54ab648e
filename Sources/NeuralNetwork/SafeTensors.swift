package import Foundation
import Tensors

/// The safetensors format: header length in eight bytes (little endian), a JSON header, then the arrays in sequence.
///
/// Reads F32, F16 and BF16. A header is limited to 16 MiB, and every offset is checked against the file before it is
/// used.
package enum SafeTensors {
    /// Element type for writing.
    package enum Precision: String, Sendable {
        case float32 = "F32"
        case float16 = "F16"

        fileprivate var size: Int { self == .float32 ? 4 : 2 }
    }

    /// Element types that can be read.
    private enum StoredType: String {
        case float32 = "F32"
        case float16 = "F16"
        /// The upper half of a float32.
        case bfloat16 = "BF16"

        var size: Int { self == .float32 ? 4 : 2 }
    }

    private static let metadataKey = "__metadata__"
    private static let headerLimit = 16 << 20

    private struct Entry: Codable {
        var dtype: String
        var shape: [Int]
        var offsets: [Int]

        enum CodingKeys: String, CodingKey {
            case dtype, shape
            case offsets = "data_offsets"
        }
    }

    private enum Field: Codable {
        case tensor(Entry)
        case metadata([String: String])

        init(from decoder: any Decoder) throws {
            if let entry = try? Entry(from: decoder) {
                self = .tensor(entry)
            } else {
                self = .metadata(try [String: String](from: decoder))
            }
        }

        func encode(to encoder: any Encoder) throws {
            switch self {
            case .tensor(let entry): try entry.encode(to: encoder)
            case .metadata(let metadata): try metadata.encode(to: encoder)
            }
        }
    }

    /// Reads a file, skipping tensors whose names are ignored, whatever their type.
    package static func read(_ url: URL, ignoring isIgnored: (String) -> Bool = { _ in false }) throws(CheckpointError)
        -> Checkpoint
    {
        do {
            return try parse(Data(contentsOf: url), ignoring: isIgnored)
        } catch let error as CheckpointError {
            throw error
        } catch {
            throw .unreadable(file: url.lastPathComponent, reason: error.localizedDescription)
        }
    }

    /// Parses a file's bytes, skipping tensors whose names are ignored.
    package static func parse(_ data: Data, ignoring isIgnored: (String) -> Bool = { _ in false })
        throws(CheckpointError) -> Checkpoint
    {
        let data = Data(data)
        guard data.count >= 8 else { throw .malformed(reason: "\(data.count) bytes are too short for a header") }
        let length = data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(min(headerLimit, data.count - 8)) else {
            throw .malformed(reason: "a header of \(length) bytes in a file of \(data.count)")
        }
        let body = 8 + Int(length)
        let fields: [String: Field]
        do {
            fields = try JSONDecoder().decode([String: Field].self, from: data[8..<body])
        } catch {
            throw .malformed(reason: "the header is not a JSON object of tensors")
        }
        var checkpoint = Checkpoint()
        for (name, field) in fields where !isIgnored(name) {
            switch field {
            case .metadata(let metadata) where name == metadataKey: checkpoint.metadata = metadata
            case .metadata: throw .malformed(reason: "\(name) has no type, shape and offsets")
            case .tensor(let entry): checkpoint.tensors[name] = try tensor(name, entry, data[body...])
            }
        }
        return checkpoint
    }

    private static func tensor(_ name: String, _ entry: Entry, _ body: Data) throws(CheckpointError) -> CheckpointTensor
    {
        guard let type = StoredType(rawValue: entry.dtype) else {
            throw .unsupportedType(tensor: name, type: entry.dtype)
        }
        var count = 1
        for size in entry.shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: size)
            guard size >= 0, !overflow, product <= body.count else {
                throw .malformed(reason: "\(name) has the invalid shape \(entry.shape)")
            }
            count = product
        }
        guard entry.offsets.count == 2, let start = entry.offsets.first, let end = entry.offsets.last,
            start >= 0, start <= end, end <= body.count, end - start == count * type.size
        else { throw .malformed(reason: "\(name) has the offsets \(entry.offsets) in \(body.count) bytes of data") }
        let bytes = body[body.startIndex + start..<body.startIndex + end]
        switch type {
        case .float32:
            return CheckpointTensor(
                shape: entry.shape, values: elements(bytes, count, UInt32.self).map(Float.init(bitPattern:)))
        case .float16:
            return CheckpointTensor(
                shape: entry.shape, values: HalfPrecision.floats(elements(bytes, count, UInt16.self)))
        case .bfloat16:
            return CheckpointTensor(
                shape: entry.shape,
                values: elements(bytes, count, UInt16.self).map { Float(bitPattern: UInt32($0) << 16) })
        }
    }

    private static func elements<T: FixedWidthInteger>(_ bytes: Data, _ count: Int, _ type: T.Type) -> [T] {
        [T](unsafeUninitializedCapacity: count) { buffer, initialized in
            _ = bytes.copyBytes(to: buffer)
            initialized = count
        }.map { T(littleEndian: $0) }
    }

    /// The file's bytes, with tensors sorted by name so that equal checkpoints give equal files.
    package static func bytes(_ checkpoint: Checkpoint, precision: Precision = .float32) throws -> Data {
        var file = try header(checkpoint, precision)
        for (_, tensor) in ordered(checkpoint) { file.append(encoded(tensor, precision)) }
        return file
    }

    /// Writes the file one tensor at a time, so memory use is one copy of the largest tensor. An existing file is
    /// replaced only once the new one is completely on disk.
    package static func write(_ checkpoint: Checkpoint, to url: URL, precision: Precision = .float32) throws {
        let partial = url.appendingPathExtension("partial")
        try header(checkpoint, precision).write(to: partial)
        do {
            let handle = try FileHandle(forWritingTo: partial)
            defer { try? handle.close() }
            try handle.seekToEnd()
            for (_, tensor) in ordered(checkpoint) { try handle.write(contentsOf: encoded(tensor, precision)) }
            try handle.synchronize()
            guard rename(partial.path, url.path) == 0 else {
                throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: url.path])
            }
        } catch {
            try? FileManager.default.removeItem(at: partial)
            throw error
        }
    }

    private static func ordered(_ checkpoint: Checkpoint) -> [(key: String, value: CheckpointTensor)] {
        checkpoint.tensors.sorted { $0.key < $1.key }
    }

    private static func encoded(_ tensor: CheckpointTensor, _ precision: Precision) -> Data {
        switch precision {
        case .float32: tensor.values.map { $0.bitPattern.littleEndian }.withUnsafeBytes { Data($0) }
        case .float16: HalfPrecision.halves(tensor.values).map { $0.littleEndian }.withUnsafeBytes { Data($0) }
        }
    }

    /// The header with its length prefix.
    private static func header(_ checkpoint: Checkpoint, _ precision: Precision) throws -> Data {
        var fields: [String: Field] = checkpoint.metadata.isEmpty ? [:] : [metadataKey: .metadata(checkpoint.metadata)]
        var start = 0
        for (name, tensor) in ordered(checkpoint) {
            let end = start + tensor.values.count * precision.size
            fields[name] = .tensor(Entry(dtype: precision.rawValue, shape: tensor.shape, offsets: [start, end]))
            start = end
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var header = try encoder.encode(fields)
        // Pads the header so that the arrays start at a multiple of eight bytes.
        header.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - header.count % 8) % 8))
        return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header
    }
}
