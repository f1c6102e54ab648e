/// The words for views in the languages of hospitals: the only table for View Position (0018,5101), for the meaning of
/// a view's code and for descriptions.
enum ViewWords {
    /// The views that a text names, each with the entry that names it.
    static func views(in text: FoldedText) -> [(view: View, entry: String)] {
        var text = text
        // "Decúbito supino" is a frontal film of a patient lying on the back.
        for pattern in namingNoView {
            while let place = pattern.place(in: text.words) { text = text.without(place) }
        }
        return table.compactMap { view, patterns in patterns.first(in: text).map { (view, $0.name) } }
    }

    /// Whether a value of View Position (0018,5101) says nothing about the view: unknown, or only how the patient was
    /// placed.
    static func saysNothing(_ text: FoldedText) -> Bool { (placing + ChestWords.table).makesUp(text) }

    /// Terms that contain a word for a view but do not name one: the patient's position, the location of the machine.
    private static let namingNoView = WordPattern.table(
        """
        decub* dorsal*, decub* supin*, decub* ventral*, decub* pron*, dekub* dorsal*, dekub* supin*
        bed side, side rail*, side rails
        """)

    private static let table: [(View, [WordPattern])] = [
        (
            .posteroanterior,
            WordPattern.table(
                """
                pa, p a, p to a, dv, d v, paerect, paupright, pastanding, posteroanter*, postero anter*
                posterioanter*, posterio anter*, posterior anterior*, dorsoventral*, dorso ventral*
                post ant, post anterior, postant, postanterior, achterwaarts voor*, achter voorwaarts*
                achtervoorwaarts*, tylno przedn*, tylnoprzedn*
                zadopredn*, zado predn*
                takaetu*, taka etu*, arka on, заднепередн*, задне передн*, задньопередн*, οπισθοπροσθι*, 后前位, 後前
                背腹, 후전, خلفي أمامي
                """)
        ),
        (
            .anteroposterior,
            WordPattern.table(
                """
                ap, a p, a to p, vd, v d, aperect, apupright, apsupine, apportable, anteroposter*
                antero poster*, anterioposter*, anterio poster*, anterior posterior*, ventrodorsal*
                ventro dorsal*, voor achterwaarts*, voorachterwaarts*, przednio tyln*, przedniotyln*, predozadn*
                predo zadn*, etutaka*, etu taka*, on arka
                переднезадн*, передне задн*, передньозадн*, προσθιοπισθι*, προσθοπισθι*, 前后位, 前後, 腹背, 전후
                أمامي خلفي
                """)
        ),
        (
            .frontal,
            WordPattern.table(
                """
                frontal*, front, appa, face, frente, fronte, etukuva*, framifran, forfra, 1 ebene, ebene 1, erste ebene, przod, tiesiogin*, otsevaade*, forfran, vooraanzicht
                przodu, celn*, szembol, прям*, фронтальн*, передня, πρόσθια, μετωπιαί*, κατά μέτωπο, 正位, 正面, 正侧
                正側, 정면, หน้าตรง, ท่าตรง, جبهي, مواجه, חזית, קדמי
                """)
        ),
        (
            .lateral,
            WordPattern.table(
                """
                lat, crlat, drlat, dxlat, lats, latl, latr, llat, rlat, ltlat, rtlat, laterl, laterals, lateral*, lateraal*, latera
                latero*, laterect, ll, l l, rl, r l, l to r, r to l, profil, profile, profilo, profiel, perfil
                seitl, seitlich*, seitaufnahme*, seitbild*, seitenaufnahme*, seitenbild*, seitenansicht*
                *seitlich, zijdeling*, zijaanzicht*, zijopname*, zijwaarts*, dwarse, dwars, sidobild*, sidebild*
                profiln*, sonin*, sanskat*, sanu, kulg, kulgvaade*
                sidebillede*, sidoprojektion*, sidevy, side, sida, 2 ebene, ebene 2, zweite ebene, prof, perf, sivu*, pa y l, pa e l
                pa and l, pa und l, pa y p, pa e p, boczn*, bok, boku, bocn*, bocni*, postranni*, oldalir*
                oldalfelv*, oldalkep*, oldal, yan, yandan
                бок, боков*, бічн*, профил*, латеральн*, странич*, πλάγι*, προφίλ, πλαγίως, cross table
                crosstable
                xtable, x table, horizontal beam, nghieng, samping
                侧位, 側位, 侧面, 側面, 侧片, 側方, 正侧, 正側, 左侧位, ラテラル, 측면, 측방, 래터럴, ด้านข้าง, ท่าข้าง, جانب, جنبي, نیمرخ
                לטרל, צדדי, צידי, צדי, פרופיל, מהצד
                """)
        ),
        (
            .decubitus,
            WordPattern.table(
                """
                decub*, dekub*, lld, rld, *seitenlage, seitenlage*, seitlage, *dekubitus, zijligging*, sidlage*
                sidelage, sideleje*, na boku, na boki, side down, side up, kylkimakuu*, kylkiasento*, oldalfekv*
                yan yat*, links anliegend, rechts anliegend
                декуб*, латеропоз*, на боку, на левом боку, на правом боку, κατακεκλιμ*, 侧卧, 側卧, 侧躺, 側臥, デクビ, 측와
                측와위, 데큐비, ตะแคง, استلقاء, اضطجاع, דקוביטוס, שכיבה על הצד
                """)
        ),
        (
            .lordotic,
            WordPattern.table(
                """
                lordo*, lord, apicolordo*, apikolordo*, axial*, apical view*, apical proj*, ap apical, pa apical
                apiko*, apices, sommets, spitzenaufnahme*
                *spitzenaufnahme, lungenspitze*, szczyt*, лордот*, верхуш*, λορδω*, κορυφ*, 前凸, 前弓, 肺尖, ロルド, 폐첨
                전만위, قمي, לורדוט
                """)
        ),
        (
            .oblique,
            WordPattern.table(
                """
                obl, obli, obli*, oblic*, obliq*, oblik*, rao, lao, rpo, lpo, llo, rlo, schrag*, schraeg*
                *schrag, schuin*
                skra*, viisto*, skosn*, sikm*, ferde*, кос, косая, косо, косой*, косые, кося, λοξ*, chech, 斜位
                斜め, 斜, 사위, 빗방향, เฉียง, مائل, אלכסונ
                """)
        ),
    ]

    private static let placing = WordPattern.table(
        """
        unknown, unk, none, null, other, n a, na, nil, not specified, unspecified, undefined, default, any
        unbekannt, erect, upright, standing, stand, sitting, sit, seated, supine, prone, portable, port, mobile
        bedside, bed side, bed, recumbent, lying, semi, semierect, semiupright, ambulant, ambulatory, insp*, exp*, free
        std, standard, normal, routine, view*, projection*, single, steh*, sitz*, lieg*, debout, assis*, couche*
        pie, de, en, bipedest*, ortostat*, sedest*, sentad*, supin*, pron*, acostad*, deitad*, staand, zittend
        liggend, staende, sittande, liggande, stoj*, siedz*, lezac*
        стоя, лежа, сидя, 立位, 站立位, 臥位, 卧位, 仰臥位, 仰卧位, 座位, 坐位, 기립, 앙와위
        """)
}

extension FoldedText {
    fileprivate func without(_ place: Range<Int>) -> FoldedText {
        FoldedText((words[..<place.lowerBound] + words[place.upperBound...]).joined(separator: " "))
    }
}
