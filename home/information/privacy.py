"""Privacy: what is stored about people, on what basis, for how long. The table is read from the code itself."""
# ruff: noqa: E501 -- one paragraph a line: these are texts, not code.

from home.information.page import InformationPage, InformationText, heading, prose, register

PAGE = InformationPage(
    slug="privacy",
    texts={
        "en": InformationText(
            title="Privacy",
            summary="What we keep about you, why, for how long, and how to see it, take it with you or have it erased.",
            body=[
                prose(
                    "<p>You can read everything here without leaving a trace: no cookies are set for readers, there are no statistics by third parties, and no request goes to another company’s server. We keep personal data only when you take part.</p>"
                ),
                heading("Opinions are special data"),
                prose(
                    "<p>What you write about a public decision can reveal your political opinion. The law protects such data more strictly (Article 9 of the General Data Protection Regulation, and comparable laws elsewhere). So we never derive opinions, interests or groups from your words about you as a person, never link your contributions with other registers, and let you choose for every contribution how you appear: with your name, with a pseudonym, anonymously or confidentially.</p>"
                ),
                heading("On what basis"),
                prose(
                    "<ul><li><b>A task in the public interest</b> (Article 6 (1) (e)): to hold a consultation, to count what was said and to answer it in public.</li>"
                    "<li><b>Your explicit consent</b> (Article 9 (2) (a)) for opinions: you give it when you send a contribution, for that contribution, and can take it back.</li>"
                    "<li><b>A legal duty</b> (Article 6 (1) (c)): to keep the record of how a decision came about.</li></ul>"
                ),
                heading("What is public"),
                prose(
                    "<p>A published contribution with the name you chose for it, its reference, its date, and whether it is a person’s or an organisation’s. Never your e-mail address. A confidential contribution is counted; its text and your name are never published, quoted or exported.</p>"
                ),
                heading("What we keep, why and for how long"),
                prose(
                    "<p>This table is written by the software itself from what it stores; it cannot fall behind.</p>"
                ),
                register(),
                heading("The record of decisions"),
                prose(
                    "<p>Every decision of the office, such as publishing, withholding or answering a comment, is written into a record that cannot be changed afterwards. It holds numbers and codes only: no names, no addresses, no words of yours. So your data can be erased and the record stays true.</p>"
                ),
                heading("Your rights"),
                prose(
                    "<ul><li><b>See and take along:</b> your account page hands you all we keep about you, at once, in a common file format.</li>"
                    "<li><b>Correct:</b> change your details in your account; ask us to correct a contribution.</li>"
                    "<li><b>Withdraw and erase:</b> withdraw a contribution with its reference, or erase your account. Your words and your name go from the pages, the search and the exports; the figures remain as figures.</li>"
                    "<li><b>Object:</b> to the use of your data, for reasons of your own situation.</li>"
                    "<li><b>Complain:</b> to the data protection authority of your country.</li></ul>"
                ),
                heading("Children and young people"),
                prose(
                    "<p>Young people may take part. We ask for nothing more than from adults, and advise choosing a pseudonym. Parents can ask us to erase what their child has sent.</p>"
                ),
                heading("Who is responsible"),
                prose(
                    "<p>The public body that runs this site, at the e-mail address at the foot of every page. It passes no data to others, except to the provider of its servers and its mail, who act on its instructions. The operator of this site adds the name of its data protection officer here.</p>"
                ),
            ],
        ),
        "fr": InformationText(
            title="Vie privée",
            summary="Ce que nous conservons à votre sujet, pourquoi, combien de temps, et comment le voir, l’emporter ou le faire effacer.",
            body=[
                prose(
                    "<p>Vous pouvez tout lire ici sans laisser de trace : aucun témoin de connexion n’est posé pour les lecteurs, il n’y a pas de statistiques confiées à des tiers et aucune requête ne part vers le serveur d’une autre entreprise. Nous ne conservons de données personnelles que lorsque vous participez.</p>"
                ),
                heading("Les opinions sont des données particulières"),
                prose(
                    "<p>Ce que vous écrivez sur une décision publique peut révéler votre opinion politique. La loi protège ces données plus strictement (article 9 du règlement général sur la protection des données, et lois comparables ailleurs). Aussi ne déduisons-nous jamais de vos mots des opinions, des intérêts ou des groupes vous concernant, nous ne croisons jamais vos contributions avec d’autres fichiers, et vous choisissez pour chacune comment vous apparaissez : sous votre nom, sous un pseudonyme, de façon anonyme ou confidentielle.</p>"
                ),
                heading("Sur quel fondement"),
                prose(
                    "<ul><li><b>Une mission d’intérêt public</b> (article 6, paragraphe 1, point e) : tenir une consultation, compter ce qui a été dit et y répondre en public.</li>"
                    "<li><b>Votre consentement explicite</b> (article 9, paragraphe 2, point a) pour les opinions : vous le donnez en envoyant une contribution, pour cette contribution, et pouvez le retirer.</li>"
                    "<li><b>Une obligation légale</b> (article 6, paragraphe 1, point c) : conserver la trace de la façon dont une décision a été prise.</li></ul>"
                ),
                heading("Ce qui est public"),
                prose(
                    "<p>Une contribution publiée avec le nom que vous lui avez choisi, sa référence, sa date, et le fait qu’elle vient d’une personne ou d’une organisation. Jamais votre adresse électronique. Une contribution confidentielle est comptée ; son texte et votre nom ne sont jamais publiés, cités ni exportés.</p>"
                ),
                heading("Ce que nous conservons, pourquoi et combien de temps"),
                prose(
                    "<p>Ce tableau est écrit par le logiciel lui-même à partir de ce qu’il enregistre ; il ne peut pas prendre de retard.</p>"
                ),
                register(),
                heading("Le registre des décisions"),
                prose(
                    "<p>Chaque décision du service, comme publier, écarter ou traiter un commentaire, est inscrite dans un registre qui ne peut plus être modifié. Il ne contient que des numéros et des codes : ni noms, ni adresses, ni vos mots. Vos données peuvent donc être effacées et le registre reste vrai.</p>"
                ),
                heading("Vos droits"),
                prose(
                    "<ul><li><b>Voir et emporter :</b> la page de votre compte vous remet aussitôt tout ce que nous conservons, dans un format courant.</li>"
                    "<li><b>Rectifier :</b> modifiez vos données dans votre compte ; demandez-nous de corriger une contribution.</li>"
                    "<li><b>Retirer et effacer :</b> retirez une contribution grâce à sa référence, ou effacez votre compte. Vos mots et votre nom quittent les pages, la recherche et les exports ; les chiffres restent des chiffres.</li>"
                    "<li><b>Vous opposer</b> à l’usage de vos données, pour des raisons tenant à votre situation.</li>"
                    "<li><b>Réclamer</b> auprès de l’autorité de protection des données de votre pays.</li></ul>"
                ),
                heading("Enfants et jeunes"),
                prose(
                    "<p>Les jeunes peuvent participer. Nous ne leur demandons rien de plus qu’aux adultes et leur conseillons un pseudonyme. Les parents peuvent nous demander d’effacer ce que leur enfant a envoyé.</p>"
                ),
                heading("Qui est responsable"),
                prose(
                    "<p>L’organisme public qui tient ce site, à l’adresse électronique indiquée au bas de chaque page. Il ne transmet de données à personne, sauf à l’hébergeur de ses serveurs et de son courrier, qui agit selon ses instructions. L’exploitant de ce site ajoute ici le nom de son délégué à la protection des données.</p>"
                ),
            ],
        ),
        "ar": InformationText(
            title="الخصوصية",
            summary="ما نحفظه عنكم، ولماذا، وإلى متى، وكيف تطّلعون عليه أو تأخذونه معكم أو تطلبون محوه.",
            body=[
                prose(
                    "<p>يمكنكم قراءة كل شيء هنا دون ترك أثر: لا تُوضع ملفات تعريف ارتباط للقرّاء، ولا إحصاءات لدى أطراف أخرى، ولا يذهب أي طلب إلى خادم شركة أخرى. لا نحفظ بيانات شخصية إلا حين تشاركون.</p>"
                ),
                heading("الآراء بيانات حساسة"),
                prose(
                    "<p>قد يكشف ما تكتبونه عن قرار عمومي رأيكم السياسي. ويحمي القانون هذه البيانات حماية أشد (الفصل 9 من اللائحة العامة لحماية البيانات وما يماثلها من القوانين). لذلك لا نستخرج من كلماتكم آراء أو اهتمامات أو انتماءات تخص أشخاصكم، ولا نربط مساهماتكم بسجلات أخرى، ولكم أن تختاروا في كل مساهمة كيف تظهرون: باسمكم، أو باسم مستعار، أو دون اسم، أو بسرّية.</p>"
                ),
                heading("على أي أساس"),
                prose(
                    "<ul><li><b>مهمة للمصلحة العامة</b> (الفصل 6، الفقرة 1، هـ): إجراء الاستشارة وإحصاء ما قيل والجواب عنه علنًا.</li>"
                    "<li><b>موافقتكم الصريحة</b> (الفصل 9، الفقرة 2، أ) في ما يخص الآراء: تعطونها حين ترسلون مساهمة، لتلك المساهمة، ولكم سحبها.</li>"
                    "<li><b>واجب قانوني</b> (الفصل 6، الفقرة 1، ج): حفظ سجل كيفية اتخاذ القرار.</li></ul>"
                ),
                heading("ما هو علني"),
                prose(
                    "<p>المساهمة المنشورة بالاسم الذي اخترتموه لها، ومرجعها، وتاريخها، وهل هي لشخص أم لمنظمة. ولا يُنشر عنوان بريدكم أبدًا. أما المساهمة السرية فتُحسب ولا يُنشر نصها ولا اسمكم ولا يُقتبسان ولا يُصدَّران أبدًا.</p>"
                ),
                heading("ما نحفظه ولماذا وإلى متى"),
                prose("<p>تكتب البرمجية هذا الجدول بنفسها مما تخزنه، فلا يمكن أن يتخلف عن الواقع.</p>"),
                register(),
                heading("سجل القرارات"),
                prose(
                    "<p>كل قرار تتخذه المصلحة، كنشر تعليق أو حجبه أو الجواب عنه، يُكتب في سجل لا يمكن تغييره بعد ذلك. لا يحوي إلا أرقامًا ورموزًا: لا أسماء ولا عناوين ولا كلماتكم. وهكذا يمكن محو بياناتكم ويبقى السجل صادقًا.</p>"
                ),
                heading("حقوقكم"),
                prose(
                    "<ul><li><b>الاطلاع والأخذ:</b> تسلّمكم صفحة حسابكم فورًا كل ما نحفظه عنكم في صيغة ملف شائعة.</li>"
                    "<li><b>التصحيح:</b> غيّروا بياناتكم في حسابكم، واطلبوا منا تصحيح مساهمة.</li>"
                    "<li><b>السحب والمحو:</b> اسحبوا مساهمة بمرجعها أو امحوا حسابكم. تزول كلماتكم واسمكم من الصفحات والبحث والملفات المصدَّرة، وتبقى الأرقام أرقامًا.</li>"
                    "<li><b>الاعتراض</b> على استعمال بياناتكم لأسباب تخص وضعكم.</li>"
                    "<li><b>الشكوى</b> إلى هيئة حماية البيانات في بلدكم.</li></ul>"
                ),
                heading("الأطفال والشباب"),
                prose(
                    "<p>يمكن للشباب أن يشاركوا. لا نطلب منهم أكثر مما نطلب من الكبار، وننصحهم باسم مستعار. وللوالدين أن يطلبوا منا محو ما أرسله طفلهم.</p>"
                ),
                heading("من المسؤول"),
                prose(
                    "<p>الهيئة العمومية التي تدير هذا الموقع، على عنوان البريد الإلكتروني في أسفل كل صفحة. لا تنقل البيانات إلى غيرها، إلا إلى من يستضيف خوادمها وبريدها ويعمل بتعليماتها. ويضيف مشغّل هذا الموقع هنا اسم المكلف بحماية البيانات لديه.</p>"
                ),
            ],
        ),
    },
)
