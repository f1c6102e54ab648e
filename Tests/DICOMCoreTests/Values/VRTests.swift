import DICOMCore
import Testing

struct VRTests {
    /// PS3.5 6.2: the character that pads a value to an even length.
    @Test func `text is padded with a space, UIDs and binary values with NUL`() {
        for letters in ["AE", "CS", "DA", "DS", "IS", "LO", "LT", "PN", "SH", "ST", "TM", "UC", "UR", "UT"] {
            let bytes = Array(letters.utf8)
            #expect(VR(bytes[0], bytes[1]).padding == 0x20, "\(letters)")
        }
        for letters in ["UI", "OB", "OW", "OF", "UN", "US", "FD", "SQ"] {
            let bytes = Array(letters.utf8)
            #expect(VR(bytes[0], bytes[1]).padding == 0, "\(letters)")
        }
    }
}
