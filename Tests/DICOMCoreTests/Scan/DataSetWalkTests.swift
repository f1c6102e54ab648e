import Testing

@testable import DICOMCore

private typealias Bytes = DataSetBytes

/// The work of a walk through hostile bytes, counted: elements, bytes searched, and bytes read from the source.
struct DataSetWalkTests {
    private struct Work {
        var walked = 0
        var searched = 0
        var read = 0
    }

    private func work(_ bytes: [UInt8], _ encoding: TransferSyntax.Encoding = .explicitLittleEndian) throws -> Work {
        var work = Work()
        let counter = Counter()
        var source = ScanSource(count: bytes.count) { offset, size in
            counter.bytes += size
            return Array(bytes[offset..<min(offset + size, bytes.count)])
        }
        var walk = try DataSetWalk(
            &source, from: 0, encoding: encoding, following: [.anatomicRegionSequence, .requestAttributesSequence],
            resumes: true)
        do { while try walk.next(&source) != nil {} } catch {}
        work.walked = walk.walked
        work.searched = walk.searched
        work.read = counter.bytes
        return work
    }

    private final class Counter { var bytes = 0 }

    private static let start = Bytes.explicit(.sopInstanceUID, "UI", Array("1.2.3\0".utf8))

    private static func repeated(_ bytes: [UInt8], to count: Int) -> [UInt8] {
        (0..<count / bytes.count).flatMap { _ in bytes }
    }

    /// Each many times as long as a window, a run or a chunk.
    private static let hostile: [[UInt8]] = {
        let open = Bytes.explicit(.requestAttributesSequence, "SQ", [], length: Bytes.undefined)
        let empty = Bytes.explicit(.patientID, "LO", [])
        var mixed: UInt32 = 1
        let random = (0..<200_000).map { _ in
            mixed = mixed &* 1_664_525 &+ 1_013_904_223
            return UInt8(mixed >> 24)
        }
        let ascending = (0..<12_000).flatMap {
            Bytes.explicit(
                Tag(0x0041, UInt16($0)), "SQ", Bytes.item([], length: Bytes.undefined), length: Bytes.undefined)
        }
        let pairs = (0..<12_000).flatMap { number in
            Bytes.explicit(Tag(0x0040, UInt16(number)), "SQ", [1, 2, 3, 4], length: Bytes.undefined)
        }
        return [
            open + random, open + repeated([0x08, 0x00], to: 200_000), open + repeated(empty, to: 200_000),
            open + repeated(empty + [0xFE, 0xFF], to: 200_000), repeated(open, to: 200_000),
            repeated(open + Bytes.item([], length: Bytes.undefined), to: 200_000), ascending, pairs,
            open + repeated(Array("lo".utf8) + empty, to: 200_000), repeated(open + Bytes.item([]), to: 200_000),
        ].map { start + $0 }
    }()

    @Test(arguments: hostile.indices, [TransferSyntax.Encoding.explicitLittleEndian, .implicitLittleEndian])
    func `costs linear work whatever the bytes`(index: Int, encoding: TransferSyntax.Encoding) throws {
        let bytes = Self.hostile[index]
        let work = try work(bytes, encoding)
        let passes = DataSetWalk.resumptionLimit + 1
        #expect(work.walked <= min(DataSetWalk.elementLimit + 1, passes * (bytes.count / 8 + 1)))
        #expect(work.searched <= Resumption.byteLimit)
        // Windows overlap by half in a search.
        #expect(work.read <= 4 * passes * bytes.count)
    }

    @Test func `gives up after a number of damages`() throws {
        var chain: [UInt8] = []
        for number in 0..<40 as Range<UInt16> {
            for part in 0..<3 as Range<UInt16> {
                chain += Bytes.explicit(Tag(0x0010, number * 10 + part), "LO", Array("AB".utf8))
            }
            chain += [1, 2, 3]
        }
        var source = ScanSource(Self.start + chain)
        var walk = try DataSetWalk(
            &source, from: 0, encoding: .explicitLittleEndian, following: [], resumes: true)
        #expect(throws: HeaderScanError.self) { while try walk.next(&source) != nil {} }
        #expect(walk.walked < 3 * (DataSetWalk.resumptionLimit + 2) + DataSetWalk.resumptionLimit + 2)
    }

    @Test func `a small data set is read whole or not at all`() throws {
        let damaged = Self.start + Bytes.explicit(.patientID, "\u{1}\u{2}", []) + Bytes.identity
        var source = ScanSource(damaged)
        #expect(throws: HeaderScanError.unknownVR(.patientID, offset: Self.start.count)) {
            try HeaderScan(&source, encoding: .explicitLittleEndian, selecting: .every(sequences: []))
        }
    }
}
