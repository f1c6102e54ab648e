import DICOMCore
import Testing

@Test func `drops the spaces around an application entity title and keeps its case`() {
    #expect(AETitle("  Modality 1 ")?.description == "Modality 1")
    #expect(AETitle("A") != AETitle("a"))
}

@Test(arguments: ["", "    ", "A\\B", "ÄRZTE", "A\tB", "SEVENTEEN CHARS.."])
func `refuses an invalid application entity title`(text: String) {
    #expect(AETitle(text) == nil)
}
