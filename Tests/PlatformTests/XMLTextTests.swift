import Platform
import Testing

struct XMLTextTests {
    @Test func `what no XML may have is replaced`() {
        #expect(XMLText.escape("a\u{0}b\u{1B}c\u{FFFE}") == "a\u{FFFD}b\u{FFFD}c\u{FFFD}")
    }

    @Test func `markup is escaped behind any mark`() {
        let escaped = XMLText.escape("\u{600}<a href=\"b\">\u{301}&\n")
        #expect(
            Array(escaped.unicodeScalars)
                == Array("\u{600}&lt;a href=&quot;b&quot;&gt;\u{301}&amp;&#10;".unicodeScalars))
    }
}
