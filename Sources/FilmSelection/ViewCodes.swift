import DICOMCore

/// The codes of views of PS3.16 CID 4010 "DX View", in SNOMED CT (SCT) and in the older SNOMED-RT (SRT, SNM3, 99SDM).
enum ViewCodes {
    /// The view that a code names; nil for a code that is not in the table.
    static func view(of code: CodedConcept) -> View? {
        guard SNOMED.isNamed(by: code.scheme) else { return nil }
        return views[code.value.uppercased()]
    }

    /// The view that a modifier makes of a frontal one (CID 4011 "DX View Modifier"); nil for a code that is not in the
    /// tables.
    static func view(ofModifier code: CodedConcept) -> View? {
        // Cross-table; transthoracic.
        if code.scheme.uppercased() == "DCM" { return code.value == "111069" ? .lateral : nil }
        return SNOMED.isNamed(by: code.scheme) && code.value == "272476000" ? .lateral : view(of: code)
    }

    private static let views: [String: View] = {
        var views: [String: View] = [:]
        func add(_ view: View, _ values: String) {
            for value in values.split(whereSeparator: \.isWhitespace) { views[String(value)] = view }
        }
        add(.posteroanterior, "272479007 R-40888 R-10214")
        add(.anteroposterior, "399348003 R-10206")
        add(.frontal, "399033003 R-10202")
        // Lateral, left, right, lateral-medial, medial-lateral, sagittal; the modifier cross-table
        add(
            .lateral,
            """
            399067008 R-102CD 399173006 R-10236 399198007 R-10232 399352003 R-10228 399260004 R-10224 30730003 G-A145
            """)
        // Axial, tangential, cranio-caudal, caudo-cranial, the axial obliques
        add(
            .lordotic,
            """
            399061009 R-10241 399110001 R-102C2 399162004 R-10242 399196006 R-10244 399004004 R-10246 399132005 R-10252
            399325008 R-10254
            """)
        add(
            .oblique,
            """
            399182000 R-102C1 399236003 R-10234 399184004 R-10238 399135007 R-10220 399006002 R-10212 399356000 R-40985
            R-10218 399038007 R-10210 399312000 R-10208 399059000 R-10216 399160007 R-10204 399099002 R-10230 399368009
            R-10226 399225005 R-10250 399288005 R-10248 260427002 R-40783 260426006 R-40782
            """)
        return views
    }()
}

/// The coding schemes of SNOMED.
enum SNOMED {
    /// Whether a coding scheme designator means SNOMED CT or the older SNOMED-RT (PS3.16 8.1). One table serves both,
    /// because their values differ in form. A missing designator counts as SNOMED.
    static func isNamed(by designator: String) -> Bool { designators.contains(designator.uppercased()) }

    private static let designators: Set<String> = [
        "SCT", "SNOMED-CT", "SNOMEDCT", "2.16.840.1.113883.6.96", "SRT", "SNM3", "99SDM", "SNM", "SNOMED", "SNOMED-RT",
        "",
    ]
}
