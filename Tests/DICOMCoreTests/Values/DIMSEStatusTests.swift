import DICOMCore
import Testing

@Test func `distinguishes pending and warning statuses from the others`() {
    #expect(DIMSEStatus.pending.isPending)
    #expect(!DIMSEStatus.success.isPending)
    #expect(DIMSEStatus(rawValue: 0xB007).isWarning)
    #expect(!DIMSEStatus.outOfResources.isWarning)
    #expect(!DIMSEStatus.success.isWarning)
}

@Test func `prints a status as four digits`() {
    #expect(DIMSEStatus.success.description == "0000")
    #expect(DIMSEStatus.outOfResources.description == "A700")
}
