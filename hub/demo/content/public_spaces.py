"""The draft act on public spaces: open for comments on the day of seeding. Illustrative."""

from hub.demo.content.public_spaces_trade import FINAL, TRADE, TREES
from hub.demo.content.public_spaces_use import PURPOSE, QUIET, USE
from hub.demo.content.shapes import DocumentContent, Tri

PUBLIC_SPACES = DocumentContent(
    slug="public-spaces",
    is_draft=True,
    title=Tri(
        "Draft act on streets, squares and other public spaces",
        "Projet de règlement sur les rues, les places et les autres espaces publics",
        "مشروع الترتيب البلدي المتعلّق بالأنهج والساحات وسائر الفضاءات العمومية",
    ),
    summary=Tri(
        "The city wants to say in one short act who may use a street, for what, and at what hours. Eighteen clauses, "
        "five minutes to read. Comment on any of them; you need no account. (Illustrative text of a fictional "
        "city.)",
        "La ville veut dire, dans un seul texte court, qui peut utiliser la rue, pour quoi faire et à quelles heures. "
        "Dix-huit clauses, cinq minutes de lecture. Donnez votre avis sur chacune, sans créer de compte. (Texte "
        "illustratif d'une ville imaginaire.)",
        "تريد المدينة أن تضبط في نصّ واحد موجز مَن يحقّ له استعمال الطريق العام ولأيّ غرض وفي أيّ أوقات. ثمانية عشر "
        "بندًا تُقرأ في خمس دقائق، ولكم أن تعلّقوا على أيّ منها دون حاجة إلى حساب. (نصّ توضيحيّ لمدينة متخيَّلة.)",
    ),
    owner_body=Tri(
        "Department of parks and public spaces",
        "Direction des jardins et des espaces publics",
        "إدارة الحدائق والفضاءات العموميّة",
    ),
    chapters=(PURPOSE, USE, QUIET, TRADE, TREES, FINAL),
)
