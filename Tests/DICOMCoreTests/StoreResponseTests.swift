import DICOMCore
import Testing

struct StoreResponseTests {
    private func responses(_ range: ClosedRange<UInt16>) -> Set<StoreResponse> {
        Set(range.map { StoreResponse(DIMSEStatus(rawValue: $0)) })
    }

    @Test func `an object counts as stored only on success, three warnings and a duplicate`() {
        let stored = (UInt16.min...UInt16.max).filter { StoreResponse(DIMSEStatus(rawValue: $0)).isStored }
        #expect(stored == [0x0000, 0x0111, 0xB000, 0xB006, 0xB007])
    }

    @Test func `a status that another attempt cannot change is permanent`() {
        #expect(responses(0xA900...0xA9FF) == [.permanent])
        #expect(responses(0xC000...0xCFFF) == [.permanent])
        #expect(responses(0x0122...0x0122) == [.permanent])
        #expect(responses(0xA700...0xA7FF) == [.transient])
        #expect(responses(0x0110...0x0110) == [.transient])
        #expect(responses(0x0124...0x0124) == [.notAuthorized])
        #expect(responses(0xFE00...0xFFFF) == [.transient])
    }
}
