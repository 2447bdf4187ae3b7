"""Who speaks in Port Zeitoun. Nobody here exists; addresses end in example.net, which no mail ever reaches."""

from hub.demo.content.shapes import Person

# (key, name, language)
_PERSONS = (
    ("youssef.belhaj", "Youssef Belhaj", "en"),
    ("giulia.ferrante", "Giulia Ferrante", "en"),
    ("joseph.camilleri", "Joseph Camilleri", "en"),
    ("eleni.papadaki", "Eleni Papadaki", "en"),
    ("margaret.hale", "Margaret Hale", "en"),
    ("defne.yilmaz", "Defne Yılmaz", "en"),
    ("bassel.darwish", "Bassel Darwish", "en"),
    ("mona.abdelrahman", "Mona Abdel Rahman", "en"),
    ("tiziri.aitali", "Tiziri Aït Ali", "fr"),
    ("claire.morvan", "Claire Morvan", "fr"),
    ("nizar.hamdi", "Nizar Hamdi", "fr"),
    ("leila.mansouri", "Leïla Mansouri", "fr"),
    ("karim.bouzid", "Karim Bouzid", "fr"),
    ("zineb.elidrissi", "Zineb El Idrissi", "fr"),
    ("simon.bismuth", "Simon Bismuth", "fr"),
    ("aminata.diallo", "Aminata Diallo", "fr"),
    ("emmanuel.koffi", "Emmanuel Koffi", "fr"),
    ("ines.gharbi", "Inès Gharbi", "fr"),
    ("olfa.jelassi", "Olfa Jelassi", "fr"),
    ("hedi.trabelsi", "الهادي الطرابلسي", "ar"),
    ("fatma.zouari", "فاطمة الزواري", "ar"),
    ("mongi.ferjani", "المنجي الفرجاني", "ar"),
    ("rim.chaabani", "ريم الشعباني", "ar"),
    ("abdessalem.gaddour", "عبد السلام القدّور", "ar"),
    ("khadija.bensalem", "خديجة بن سالم", "ar"),
    ("nour.mejri", "نور الهدى الماجري", "ar"),
    ("sami.ayari", "سامي العيّاري", "ar"),
    ("zohra.mabrouk", "زهرة المبروك", "ar"),
    ("tarek.hammami", "طارق الحمّامي", "ar"),
)

_ORGANISATIONS = (
    ("market-union", "Market Traders' Union", "en"),
    ("parents-hay-ennour", "Parents' Association of Hay Ennour", "en"),
    ("a-pied", "Collectif Port-Zeitoun à pied", "fr"),
    ("cafes-vieux-port", "Groupement des cafés et restaurants du Vieux-Port", "fr"),
    ("architectes", "Ordre des architectes, section de Port-Zeitoun", "fr"),
    ("nassim", "جمعيّة نسيم للأشخاص ذوي الإعاقة", "ar"),
    ("sidi-amor", "لجنة حيّ سيدي عمر", "ar"),
    ("amis-arbre", "جمعيّة أصدقاء الشجرة", "ar"),
)

# Most people comment without an account, as in life; these made one.
_WITH_ACCOUNT = frozenset({"youssef.belhaj", "market-union", "nassim", "claire.morvan", "hedi.trabelsi", "amis-arbre"})

PEOPLE: dict[str, Person] = {
    key: Person(key, name, language, organisation=is_organisation, has_account=key in _WITH_ACCOUNT)
    for group, is_organisation in ((_PERSONS, False), (_ORGANISATIONS, True))
    for key, name, language in group
}
