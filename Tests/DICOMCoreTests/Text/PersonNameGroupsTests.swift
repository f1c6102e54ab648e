import DICOMCore
import Testing

@Test func `a person name is split into comparable groups`() {
    let name = PersonNameGroups("Yamada^Tarou=山田^太郎=やまだ^たろう")
    #expect(name.alphabetic == "yamada^tarou")
    #expect(name.ideographic == "山田^太郎")
    #expect(name.phonetic == "やまだ^たろう")
    #expect(PersonNameGroups("=山田") == PersonNameGroups("=山田^^="))
    #expect(PersonNameGroups("") == PersonNameGroups("^^^"))
    #expect(PersonNameGroups("DOE ^ JANE^^") == PersonNameGroups("doe^jane"))
    #expect(PersonNameGroups("Müller") != PersonNameGroups("Muller"))
    #expect(PersonNameGroups("a=b=c=d").phonetic == "c=d")
}
