import Foundation
import Testing

@testable import NeuralNetwork

@Suite struct SafeTensorsTests {
    private let checkpoint = Checkpoint(
        tensors: [
            "b": CheckpointTensor(shape: [2, 2], values: [1, -2, 0.5, 3e-5]),
            "a": CheckpointTensor(shape: [], values: [7]),
            "empty": CheckpointTensor(shape: [0, 3], values: []),
        ], metadata: ["made by": "a test", "näme": "值"])

    @Test func `a file is read back bit for bit`() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).safetensors")
        defer { try? FileManager.default.removeItem(at: url) }
        try SafeTensors.write(checkpoint, to: url)
        #expect(try SafeTensors.read(url) == checkpoint)
        #expect(try SafeTensors.bytes(checkpoint) == Data(contentsOf: url))
    }

    @Test func `write and bytes agree, and a file that cannot be replaced stays unchanged`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "safetensors-\(UUID().uuidString)")
        let taken = folder.appending(path: "taken.safetensors")
        try FileManager.default.createDirectory(at: taken.appending(path: "x"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let checkpoint = Checkpoint(
            tensors: [
                "b": CheckpointTensor(shape: [2], values: [1, 2]),
                "a": CheckpointTensor(shape: [1, 3], values: [3, 4, 5]),
            ], metadata: ["k": "v"])
        let file = folder.appending(path: "w.safetensors")
        for _ in 0..<2 { try SafeTensors.write(checkpoint, to: file, precision: .float16) }
        #expect(try Data(contentsOf: file) == SafeTensors.bytes(checkpoint, precision: .float16))
        #expect(throws: (any Error).self) { try SafeTensors.write(checkpoint, to: taken) }
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(left.sorted() == ["taken.safetensors", "w.safetensors"])
    }

    @Test func `half precision halves the size and rounds the values`() throws {
        let (full, half) = (try SafeTensors.bytes(checkpoint), try SafeTensors.bytes(checkpoint, precision: .float16))
        #expect(half.count < full.count)
        let values = try #require(SafeTensors.parse(half).tensors["b"]).values
        #expect(values.prefix(3) == [1, -2, 0.5])
        #expect(abs(values[3] - 3e-5) < 3e-8)
    }

    @Test func `reads a half precision file written by the Python package`() throws {
        let found = try SafeTensors.read(Reference.folder.appending(path: "half.safetensors"))
        #expect(found.metadata == ["written_by": "safetensors"])
        #expect(found.tensors["grid"] == CheckpointTensor(shape: [2, 3], values: [0, 1, 2, 3, 4, 5]))
        let values = try #require(found.tensors["values"]).values
        // 6e-8 is the smallest subnormal, and 3e-8 rounds to it.
        let expected: [Float] = [
            0, 0, 1, -2.5, 65504, 6.0021877e-5, 5.9604645e-8, 5.9604645e-8, 0.099975586, 0.33325195, .infinity,
        ]
        #expect(values == expected)
        #expect(values[1].sign == .minus)
        #expect(try SafeTensors.parse(SafeTensors.bytes(found, precision: .float16)) == found)
    }

    @Test func `every half precision number converts to float and back unchanged`() throws {
        let halves = (UInt16.min...UInt16.max).filter { $0 & 0x7C00 != 0x7C00 || $0 & 0x3FF == 0 }
        var file = Data()
        let header = Data(
            #"{"x":{"dtype":"F16","shape":[\#(halves.count)],"data_offsets":[0,\#(halves.count * 2)]}}"#.utf8)
        withUnsafeBytes(of: UInt64(header.count).littleEndian) { file.append(contentsOf: $0) }
        file += header
        halves.withUnsafeBytes { file.append(contentsOf: $0) }
        let read = try SafeTensors.parse(file)
        #expect(
            try SafeTensors.bytes(read, precision: .float16).suffix(halves.count * 2) == file.suffix(halves.count * 2))
    }

    @Test(arguments: [
        #"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,12]}}"#,
        #"{"x":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#,
        #"{"x":{"dtype":"F32","shape":[-2],"data_offsets":[8,0]}}"#,
        #"{"x":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#,
        #"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0]}}"#,
        #"{"x":{"free":"text"}}"#,
        #"{"x":3}"#,
        #"{"x""#,
    ])
    func `refuses a header that contradicts the data`(header: String) {
        var file = Data()
        withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { file.append(contentsOf: $0) }
        file += Data(header.utf8) + Data(repeating: 0, count: 8)
        #expect { try SafeTensors.parse(file) } throws: { error in
            guard case .malformed = error as? CheckpointError else { return false }
            return true
        }
    }

    @Test func `refuses truncated files, huge headers and unsupported types`() throws {
        let bytes = try SafeTensors.bytes(checkpoint)
        for length in [0, 7, 8, 20, bytes.count - 1] {
            #expect(throws: CheckpointError.self) { try SafeTensors.parse(bytes.prefix(length)) }
        }
        #expect(throws: CheckpointError.self) { try SafeTensors.parse(Data(repeating: 0xFF, count: 64)) }
        let header = #"{"x":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}"#
        var file = Data()
        withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { file.append(contentsOf: $0) }
        file += Data(header.utf8) + Data(repeating: 0, count: 8)
        #expect(throws: CheckpointError.unsupportedType(tensor: "x", type: "I64")) { try SafeTensors.parse(file) }
        #expect(throws: CheckpointError.self) { try SafeTensors.read(URL(filePath: "/nowhere/x.safetensors")) }
    }

    @Test func `reads bfloat16, and skips ignored tensors of any type`() throws {
        let header =
            #"{"x":{"dtype":"BF16","shape":[2],"data_offsets":[8,12]},"n":{"dtype":"I64","shape":[],"#
            + #""data_offsets":[0,8]}}"#
        var file = Data()
        withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { file.append(contentsOf: $0) }
        file += Data(header.utf8) + Data(repeating: 0, count: 8) + Data([0xC0, 0x3F, 0x00, 0xC0])
        #expect(throws: CheckpointError.unsupportedType(tensor: "n", type: "I64")) { try SafeTensors.parse(file) }
        let found = try SafeTensors.parse(file) { $0 == "n" }
        #expect(found.tensors == ["x": CheckpointTensor(shape: [2], values: [1.5, -2])])
    }
}
