import DICOMCore
import Testing

@testable import Delivery

struct DeliveryVerdictTests {
    @Test func `nothing counts as delivered but success, three warnings and a duplicate`() {
        let delivered = (UInt16.min...UInt16.max).filter { DeliveryVerdict(DIMSEStatus(rawValue: $0)) == .delivered }
        #expect(delivered == [0x0000, 0x0111, 0xB000, 0xB006, 0xB007])
    }

    @Test func `what another attempt cannot change is permanent`() {
        func verdicts(_ range: ClosedRange<UInt16>) -> Set<DeliveryVerdict> {
            Set(range.map { DeliveryVerdict(DIMSEStatus(rawValue: $0)) })
        }
        #expect(verdicts(0xA900...0xA9FF) == [.permanent])
        #expect(verdicts(0xC000...0xCFFF) == [.permanent])
        #expect(verdicts(0x0122...0x0122) == [.permanent])
        #expect(verdicts(0xA700...0xA7FF) == [.passing])
        #expect(verdicts(0x0110...0x0110) == [.passing])
        #expect(verdicts(0x0124...0x0124) == [.passingSlowly])
        #expect(verdicts(0xFE00...0xFFFF) == [.passing])
    }
}
