import Testing

@testable import DICOMObject

struct ReportPageTests {
    @Test(arguments: [
        ("Doe^Jane", "Doe, Jane"), ("Doe^Jane^Mary^Dr.^jr.", "Doe, Jane, Mary, Dr., jr."),
        ("Wang^XiaoDong=王^小东=", "Wang, XiaoDong  王 小东"), ("Doe", "Doe"), ("^^", "not given"), ("=山田^太郎", "山田 太郎"),
    ])
    func `a person name is shown in its order`(name: String, text: String) {
        #expect(ReportPage.name(name) == text)
    }

    @Test(arguments: [("20261122", "2026-11-22"), ("2026.11.22", "2026.11.22"), ("", "not given")])
    func `a date is shown as year, month and day`(date: String, text: String) {
        #expect(ReportPage.date(date) == text)
    }

    @Test(arguments: [("081500", "08:15:00"), ("081500.123", "08:15:00"), ("0815", "0815")])
    func `a time is shown as hours, minutes and seconds`(time: String, text: String) {
        #expect(ReportPage.time(time) == text)
    }
}
