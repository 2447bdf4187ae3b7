"""What the offices of Port Zeitoun found about proposals. Days are counted from the day of seeding. Illustrative."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EvaluationContent:
    """What one office found. `findings` are answers by criterion, with a note; costs in dinars."""

    proposal: str
    department: str
    day: int
    due: int
    findings: tuple[tuple[str, str, str], ...] = ()
    low: int | None = None
    high: int | None = None
    final: int | None = None
    running: int | None = None
    costed_by: str = ""
    verdict: str = ""
    reason: str = ""
    language: str = "en"
    change: tuple[str, str, str] | None = None  # title, text, why the city asks for it
    agreed: str = ""  # what the author says to that
    appeal: str = ""


EVALUATIONS = (
    EvaluationContent(
        "bus-shade",
        "works",
        day=-9,
        due=-3,
        findings=(
            ("competence", "met", ""),
            ("land", "met", "الرصيف ملك للبلديّة، وعرضه أربعة أمتار."),
            ("two-years", "met", ""),
            ("access", "met", "يبقى ممرّ حرّ عرضه متر وثمانون صنتيمترًا."),
        ),
        low=19_000,
        high=24_000,
        final=21_500,
        running=600,
        costed_by="مصلحة الطرقات، المهندسة السيّدة بن عمّار",
        verdict="feasible",
        reason=(
            "الأرض ملك للبلديّة والشبكات لا تعيق الغرس. ويضاف إلى تقدير صاحبة المقترح ثمن أحواض الأشجار والسقي في "
            "السنتين الأوليين."
        ),
        language="ar",
    ),
    EvaluationContent(
        "ramp-market",
        "works",
        day=-8,
        due=-1,
        findings=(
            ("competence", "met", ""),
            ("land", "condition", "جزء من المدخل في أملاك لجنة الأسواق، وقد وافقت كتابيًّا."),
            ("two-years", "met", ""),
            ("access", "met", ""),
        ),
        low=41_000,
        high=52_000,
        final=46_000,
        running=800,
        costed_by="مصلحة الطرقات، المهندسة السيّدة بن عمّار",
        verdict="feasible_with_changes",
        reason=(
            "لا يتّسع نهج الباي لمنحدر بميل خمسة في المائة دون غلق المرور، ويتّسع له مدخل ساحة الحبوب. وافقت "
            "الجمعيّة على نقل المنحدر إليه."
        ),
        language="ar",
        change=(
            "مدخل بلا درج إلى السوق المركزي من ساحة الحبوب",
            "للسوق ثلاثة مداخل، وكلّها بدرج. نقترح منحدرًا بميل لا يتجاوز خمسة في المائة عند مدخل ساحة الحبوب، "
            "ودرابزين على الجانبين، وشريطًا أرضيًّا بارزًا يهتدي به المكفوفون، ولافتات تدلّ عليه من المدخلين الآخرين.",
            "نهج الباي ضيّق: لا يبقى فيه ممرّ للإسعاف إذا بُني المنحدر بالميل المطلوب.",
        ),
        agreed="نوافق، بشرط اللافتات من المدخلين الآخرين.",
    ),
    EvaluationContent(
        "night-bus",
        "transport",
        day=-7,
        due=2,
        findings=(
            ("competence", "not_met", "النقل الليلي من صلاحيّات الشركة الجهويّة للنقل."),
            ("land", "not_applicable", ""),
            ("two-years", "condition", "بعد اتّفاقيّة مع الشركة الجهويّة."),
            ("access", "met", ""),
        ),
        low=240_000,
        high=310_000,
        running=290_000,
        costed_by="مصلحة النقل",
        verdict="not_feasible",
        reason=(
            "لا يحقّ للبلديّة تسيير خطّ حافلات، والكلفة تعود كلّ سنة بينما تُصرف هذه الميزانيّة مرّة واحدة. أحلنا "
            "المقترح مع عدد مؤيّديه إلى الشركة الجهويّة، وسننشر جوابها هنا."
        ),
        language="ar",
        appeal="لا نطلب خطًّا جديدًا بل تمديد الخطّ 9 الذي تدفع البلديّة نصف كلفته منذ 2019. نرجو النظر في هذا الحلّ.",
    ),
    EvaluationContent(
        "school-street",
        "works",
        day=-6,
        due=5,
        findings=(("competence", "met", ""), ("land", "met", "La rue est communale sur toute sa longueur.")),
        low=36_000,
        high=49_000,
        costed_by="Voirie, bureau d'études",
        language="fr",
    ),
    EvaluationContent(
        "sidi-amor-square", "green", day=-5, due=-1, findings=(("competence", "met", ""),), language="ar"
    ),
    EvaluationContent("beach-mats", "works", day=-2, due=12),
)
