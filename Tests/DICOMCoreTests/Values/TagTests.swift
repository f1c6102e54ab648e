import DICOMCore
import Testing

@Test func `orders tags as a data set does and prints them as the standard does`() {
    #expect(Tag(0x0008, 0x0018) < Tag(0x0010, 0x0010))
    #expect(Tag(0x0008, 0x0018) > Tag(0x0008, 0x0016))
    #expect(Tag(0x7FE0, 0x0010).description == "(7FE0,0010)")
}
