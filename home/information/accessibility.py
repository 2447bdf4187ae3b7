"""The accessibility statement: EN 301 549 and WCAG 2.2 AA, honest about what is not checked yet."""
# ruff: noqa: E501 -- one paragraph a line: these are texts, not code.

from home.information.page import InformationPage, InformationText, heading, prose

PAGE = InformationPage(
    slug="accessibility",
    texts={
        "en": InformationText(
            title="Accessibility",
            summary="What works for whom on this site, what does not yet, how to tell us, and what to do if we do not help.",
            body=[
                prose(
                    "<p>This statement applies to all public pages of this site. We want everybody to be able to read, comment and vote here: with a keyboard, with a screen reader, with large type, with a slow phone, in English, French and Arabic.</p>"
                ),
                heading("How far we are"),
                prose(
                    "<p>The site aims to meet the Web Content Accessibility Guidelines (WCAG) 2.2 at level AA and the European standard EN 301 549. Today it is <b>partially conformant</b>: it is built and tested to these standards, but it has not been examined by an independent body.</p>"
                ),
                heading("What you can rely on"),
                prose(
                    "<ul><li>Every page works by keyboard alone, without JavaScript, at 320 pixels wide and at 400 % zoom.</li>"
                    "<li>Nothing is said by colour alone; states have a word and a shape. There is a light and a dark appearance.</li>"
                    "<li>Text in another language than the page is marked as such, and Arabic pages are set from right to left.</li>"
                    "<li>No time limit applies while you write. If something in a form is wrong, the page says what, and nothing you typed is lost.</li>"
                    "<li>Every chart has its figures as text beside it.</li></ul>"
                ),
                heading("What does not work yet"),
                prose(
                    "<ul><li>Files that offices attach as PDF or Word may lack headings or alternative texts. Ask us for the same content in another form.</li>"
                    "<li>People’s contributions are shown as they were written; we cannot vouch for the clarity of their language or for pictures they attach.</li>"
                    "<li>Texts are not offered in sign language or in Easy Read. A plain-language summary stands beside a clause where the office has written one.</li>"
                    "<li>Some translations lag behind the original. The page says so, and marks the clauses concerned.</li>"
                    "<li>The part of the site that staff work in is Wagtail’s editor; its own known gaps are listed by that project.</li></ul>"
                ),
                heading("How we checked"),
                prose(
                    "<p>The statement is based on our own assessment. Automatic checks run with every change of the software, on wide and narrow screens, in languages written from left to right and from right to left; the journeys from reading to commenting were gone through by keyboard. The statement was prepared on 22 November 2026 and is reviewed at least once a year.</p>"
                ),
                heading("Tell us what is in your way"),
                prose(
                    "<p>Write to the e-mail address at the foot of every page, or by letter or telephone to the public body that runs this site. Say which page it was and what you wanted to do. We answer within ten working days, and until the fault is mended we give you the content, or take your contribution, in another way that suits you. A comment sent by another way counts the same.</p>"
                ),
                heading("If we do not help"),
                prose(
                    "<p>If our answer does not satisfy you, or none comes, you can turn to the body that enforces web accessibility in your country, to the ombudsperson, or to the courts. Where Directive (EU) 2016/2102 applies, that body is named in the national law. The operator of this site adds its name and address here.</p>"
                ),
            ],
        ),
        "fr": InformationText(
            title="Accessibilité",
            summary="Ce qui fonctionne pour chacun sur ce site, ce qui ne fonctionne pas encore, comment nous le dire, et que faire si nous n’aidons pas.",
            body=[
                prose(
                    "<p>Cette déclaration concerne toutes les pages publiques de ce site. Nous voulons que chacun puisse y lire, commenter et voter : au clavier, avec un lecteur d’écran, en grands caractères, avec un téléphone lent, en anglais, en français et en arabe.</p>"
                ),
                heading("Où nous en sommes"),
                prose(
                    "<p>Le site vise les règles pour l’accessibilité des contenus web (WCAG) 2.2 au niveau AA et la norme européenne EN 301 549. Il est aujourd’hui <b>partiellement conforme</b> : il est construit et testé selon ces normes, mais aucun organisme indépendant ne l’a encore examiné.</p>"
                ),
                heading("Ce sur quoi vous pouvez compter"),
                prose(
                    "<ul><li>Chaque page fonctionne au clavier seul, sans JavaScript, à 320 pixels de large et à un grossissement de 400 %.</li>"
                    "<li>Rien n’est dit par la seule couleur ; chaque état a un mot et une forme. Il existe une présentation claire et une sombre.</li>"
                    "<li>Le texte écrit dans une autre langue que la page est signalé comme tel, et les pages arabes se lisent de droite à gauche.</li>"
                    "<li>Aucune limite de temps pendant que vous écrivez. Si un formulaire contient une erreur, la page dit laquelle, et rien de ce que vous avez écrit n’est perdu.</li>"
                    "<li>Chaque graphique est accompagné de ses chiffres en texte.</li></ul>"
                ),
                heading("Ce qui ne fonctionne pas encore"),
                prose(
                    "<ul><li>Les fichiers PDF ou Word joints par les services peuvent manquer de titres ou de textes de remplacement. Demandez-nous le même contenu sous une autre forme.</li>"
                    "<li>Les contributions sont montrées telles qu’elles ont été écrites ; nous ne pouvons garantir ni la clarté de leur langue ni celle des images jointes.</li>"
                    "<li>Les textes n’existent pas en langue des signes ni en facile à lire. Un résumé en langage clair accompagne une clause quand le service l’a rédigé.</li>"
                    "<li>Certaines traductions sont en retard sur l’original. La page le dit et signale les clauses concernées.</li>"
                    "<li>La partie du site où travaillent les agents est l’éditeur de Wagtail ; ce projet publie ses propres limites connues.</li></ul>"
                ),
                heading("Comment nous avons vérifié"),
                prose(
                    "<p>La déclaration repose sur notre propre évaluation. Des contrôles automatiques ont lieu à chaque modification du logiciel, sur écrans larges et étroits, dans les langues écrites de gauche à droite et de droite à gauche ; les parcours de la lecture au commentaire ont été suivis au clavier. La déclaration a été établie le 22 novembre 2026 et est revue au moins une fois par an.</p>"
                ),
                heading("Dites-nous ce qui vous gêne"),
                prose(
                    "<p>Écrivez à l’adresse électronique indiquée au bas de chaque page, ou par lettre ou téléphone à l’organisme public qui tient ce site. Dites de quelle page il s’agit et ce que vous vouliez faire. Nous répondons sous dix jours ouvrables et, jusqu’à la réparation, nous vous donnons le contenu, ou recueillons votre contribution, d’une autre manière qui vous convienne. Un commentaire transmis autrement compte de la même façon.</p>"
                ),
                heading("Si nous n’aidons pas"),
                prose(
                    "<p>Si notre réponse ne vous satisfait pas, ou si elle ne vient pas, vous pouvez vous adresser à l’organisme chargé de l’accessibilité numérique dans votre pays, au médiateur ou défenseur des droits, ou à la justice. Là où s’applique la directive (UE) 2016/2102, la loi nationale désigne cet organisme. L’exploitant de ce site ajoute ici son nom et son adresse.</p>"
                ),
            ],
        ),
        "ar": InformationText(
            title="النفاذ للجميع",
            summary="ما الذي يعمل ولمن في هذا الموقع، وما الذي لا يعمل بعد، وكيف تخبروننا، وماذا تفعلون إن لم نساعدكم.",
            body=[
                prose(
                    "<p>يخص هذا التصريح كل الصفحات العمومية في هذا الموقع. نريد أن يتمكن كل شخص من القراءة والتعليق والتصويت فيه: بلوحة المفاتيح، أو بقارئ الشاشة، أو بحروف كبيرة، أو بهاتف بطيء، بالعربية والفرنسية والإنجليزية.</p>"
                ),
                heading("إلى أين وصلنا"),
                prose(
                    "<p>يسعى الموقع إلى استيفاء إرشادات النفاذ إلى محتوى الويب (WCAG) 2.2 في المستوى AA والمعيار الأوروبي EN 301 549. وهو اليوم <b>مطابق جزئيًا</b>: بُني واختُبر وفق هذه المعايير، لكن لم تفحصه بعد جهة مستقلة.</p>"
                ),
                heading("ما يمكنكم التعويل عليه"),
                prose(
                    "<ul><li>تعمل كل صفحة بلوحة المفاتيح وحدها، ودون JavaScript، وعلى عرض 320 بكسلًا، وعند تكبير 400 %.</li>"
                    "<li>لا يُقال شيء باللون وحده؛ لكل حالة كلمة وشكل. وللموقع مظهر فاتح ومظهر داكن.</li>"
                    "<li>النص المكتوب بلغة غير لغة الصفحة مُعلَّم بلغته، والصفحات العربية مصفوفة من اليمين إلى اليسار.</li>"
                    "<li>لا حدّ للوقت وأنتم تكتبون. وإن كان في الاستمارة خطأ قالت الصفحة ما هو، ولا يضيع شيء مما كتبتم.</li>"
                    "<li>أرقام كل رسم بياني مكتوبة إلى جانبه.</li></ul>"
                ),
                heading("ما لا يعمل بعد"),
                prose(
                    "<ul><li>قد تنقص ملفات PDF أو Word التي ترفقها المصالح عناوينُ أو نصوص بديلة. اطلبوا منا المحتوى نفسه في شكل آخر.</li>"
                    "<li>تُعرض مساهمات الناس كما كُتبت؛ لا نضمن وضوح لغتها ولا الصور المرفقة بها.</li>"
                    "<li>لا تتوفر النصوص بلغة الإشارة ولا بصيغة سهلة القراءة. ويرافق البندَ ملخصٌ بلغة مبسطة حيث كتبته المصلحة.</li>"
                    "<li>تتأخر بعض الترجمات عن الأصل. تقول الصفحة ذلك وتُعلّم البنود المعنية.</li>"
                    "<li>الجزء الذي يعمل فيه الموظفون هو محرر Wagtail، وينشر ذلك المشروع نقائصه المعروفة بنفسه.</li></ul>"
                ),
                heading("كيف تحققنا"),
                prose(
                    "<p>يستند التصريح إلى تقييمنا الذاتي. تُجرى فحوص آلية مع كل تغيير في البرمجية، على شاشات عريضة وضيقة، وفي لغات تُكتب من اليسار إلى اليمين ومن اليمين إلى اليسار؛ وقُطع المسار من القراءة إلى التعليق بلوحة المفاتيح. أُعد التصريح في 22 نوفمبر 2026 ويُراجع مرة في السنة على الأقل.</p>"
                ),
                heading("أخبرونا بما يعترضكم"),
                prose(
                    "<p>اكتبوا إلى عنوان البريد الإلكتروني في أسفل كل صفحة، أو برسالة أو بالهاتف إلى الهيئة العمومية التي تدير هذا الموقع. اذكروا الصفحة وما أردتم القيام به. نجيب في غضون عشرة أيام عمل، وإلى أن يُصلح العيب نعطيكم المحتوى أو نتلقى مساهمتكم بطريقة أخرى تناسبكم. والتعليق الذي يصل بطريق آخر له الوزن نفسه.</p>"
                ),
                heading("إن لم نساعدكم"),
                prose(
                    "<p>إن لم يُرضكم جوابنا أو لم يصلكم جواب، يمكنكم التوجه إلى الهيئة المكلفة بالنفاذ الرقمي في بلدكم، أو إلى الوسيط الإداري، أو إلى القضاء. وحيث يسري التوجيه الأوروبي 2016/2102 يسمّي القانون الوطني تلك الهيئة. ويضيف مشغّل هذا الموقع هنا اسمها وعنوانها.</p>"
                ),
            ],
        ),
    },
)
