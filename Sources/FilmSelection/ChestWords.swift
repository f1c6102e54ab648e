/// The words for the chest and for other parts of the body in the languages of hospitals.
enum ChestWords {
    static let table = WordPattern.table(
        """
        chest*, chst, thorax*, thorac*, thorak*, torax*, torac*, torak*, toraks*, thx, thor, lung*, pulm*
        pleur*, poumon*, poitrine*, pecho, peito, petto, piept*, polmon*, brust, brustkorb*, brustraum*
        brustorgan*, borstkas*, borstholte, longen, longfoto*, bryst, brystkass*, brost, brostkorg*, rintakeh*
        keuhko*, rindkere*, krutines, plauc*, plausa, plausas, plausu, plausam
        krusu kurv*, kruskurv*, bettthorax*, klatk* piers*, klat* piers*, kl piers*, klp, pluc*, hrud*
        plice, plic, prsni kos, prsnog kosa, grudn*, grudi, mellkas*, tudo, tudok, plaman*, cutie toracica
        kraharor*, mushkeri*, gogus*, akciger*, ac graf*, akc graf*, sinonlar*, dada, paru, paru paru, nguc, phoi, dibdib, kifua
        груд*, огк, огп, легк*, легоч*, леген*, торакс*, торакал*, гръд*, бял дроб, бел* дроб*, белодроб*, флюорограф*, ордит*, θωρακ*
        θωραξ*, πνευμον*, πνευμων*, 胸, 肺, キョウブ, ｷｮｳﾌﾞ, きょうぶ, 흉부, 흉곽, 가슴, 폐, ทรวงอก, หน้าอก, อก, ปอด, صدر, رئه
        رئتين, قفسه سینه, ریه, חזה, ריאה, ריאות, छाती, फेफड, বুক, மார்பு, გულმკერდ, կրծք
        """)

    /// Parts other than the chest whose names contain a word for it: the thoracic spine, the sternum.
    static let named = WordPattern.table(
        """
        spine, spinal, tspine, t spine, lspine, l spine, cspine, c spine, vertebr*, wirbel*, *wirbelsaule
        *wirbelsaeule, bws, lws, hws, columna*, coluna*, colonna*, colonne*, rachis*, rachide*, kregoslup*
        paters*, patere*, chrbtic*, wervel*, rygg*, ryghvirvel*, brostrygg*, selkaranka*, rintaranka*, omurga*
        gerinc*, thoracolumb*, thorakolumb*, toracolumb*, torakolomb*, dorsolumb*, sternum*, sternal*
        brustbein*, brustdruse*
        hrudni kost*, breast*, mammo*, mamma*, позвон*, хребт*, грудин*, желез*, σπονδυλ*, σπονδ*, 胸椎, 脊柱, 脊椎
        胸骨, 흉추, 척추, 흉골, กระดูกสันหลัง, عمود, فقر, עמוד שדרה
        """)

    /// Other parts. A description of a chest film may mention them: "chest, rib fracture?".
    static let others = WordPattern.table(
        """
        hemithorax*, knochenthorax*, knocherner*, lumb*, lomb*, lenden*, rib, ribs, ribcage, rippe*, costilla*, costela*, cotes, gril cost*, coste
        costal*, gabbia torac*, zebra, zeber, zebro, zebr*, kaburga*, ribben*, revben*, kylkilu*, coaste, borda*, esternon*
        esterno, mostek, clavic*, klavik*, schlusselbein*, obojczyk*, shoulder*, schulter*, epaule*, hombro*
        ombro*, spalla, scapul*, abdom*, kub, bauch*, brzuch*, brich*, buik*, pelvi*, becken*, bassin, miednic*
        bacia, panev, hip, hips, hufte*, hueft*, hanche*, cadera*, neck, cervic*, hals, halswirbel*, hand, hands
        wrist*, foot, feet, knee*, ankle*, elbow*, finger*, toe, toes, femur*, tibia*, humer*, forearm*, leg
        legs, skull*, head, cranio*, schadel*, paranasal*, dental*, mandib*, phantom*
        ребр*, ребер*, ключиц*, плеч*, живот*, брюш*, таз, таза, шей*, поперек*, πλευρα*, πλευρων, πλευρες
        στερν*, κλειδ*, κοιλι*, ωμος, ωμου, 腰, 肋骨, 肋软骨, 锁骨, 鎖骨, 腹部, 胸腹, 骨盆, 骨盤, 乳房, 乳腺, 頸, 颈, 頭部, 头部, 늑골, 갈비, 쇄골
        복부, 골반, 유방, ซี่โครง, ช่องท้อง, ضلوع, اضلاع, بطن, حوض, ثدي, צלעות, בטן, אגן, שד
        """)

    /// Values of Body Part Examined (0018,0015) that name no part.
    static func namesNothing(_ text: FoldedText) -> Bool { nothing.makesUp(text) }

    private static let nothing = WordPattern.table(
        """
        unknown, unk, none, null, other, others, n a, na, nil, not specified, unspecified, undefined, default
        any, all, general, misc, miscellaneous, body, part, body part, bodypart, unbekannt, inconnu, desconocido
        desconhecido, sconosciuto, not available, not applicable, various, standard, std, xray, x ray, test, no
        x, xx, xxx
        未知, 不明, 其他, その他
        """)
}
