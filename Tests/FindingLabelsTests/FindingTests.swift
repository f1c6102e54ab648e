import FindingLabels
import Testing

struct FindingTests {
    @Test func `the findings are CheXpert's fourteen, in its order`() {
        #expect(Finding.allCases.count == 14)
        #expect(Finding.allCases.first?.rawValue == "No Finding")
        #expect(Finding.allCases.last?.rawValue == "Support Devices")
    }
}
