import Crypto
import DICOMCore

/// The samples of an image in 32 bytes, to compare it with another one: the same samples in the same layout, whatever they
/// were compressed by and however many bits they are given.
struct SampleDigest {
    private var hash = SHA256()
    private let isWidened: Bool
    private let isSigned: Bool
    private let layout: ImagePixelDescription

    init(_ description: ImagePixelDescription) {
        isWidened = description.bitsAllocated == 8
        isSigned = description.isSigned
        var layout = description
        (layout.bitsAllocated, layout.isLossy) = (16, false)
        self.layout = layout
    }

    mutating func update(_ samples: UnsafeRawBufferPointer) {
        guard isWidened else { return hash.update(bufferPointer: samples) }
        let words = samples.map { isSigned ? UInt16(bitPattern: Int16(Int8(bitPattern: $0))) : UInt16($0) }
        words.withUnsafeBytes { hash.update(bufferPointer: $0) }
    }

    /// What two images with the same samples have in common.
    var value: Value { Value(layout: layout, sha256: Array(hash.finalize())) }

    struct Value: Equatable {
        let layout: ImagePixelDescription
        let sha256: [UInt8]
    }
}
