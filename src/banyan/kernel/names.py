"""Given names that are common in schools of India, Russia and North America, and words that stand
where a name could stand and are none. Used by `pupils` only, to warn: a name that is missing here
is still found after a word such as "pupil"."""

from __future__ import annotations

GIVEN_EN = frozenset(
    """
    Aadhya Aarav Aarti Aarushi Aayush Abdul Abhay Abhinav Abhishek Aditi Aditya Adnan Ahmed Aisha
    Ajay Akash Akhil Akshay Alia Aman Amar Amina Amit Amita Amrita Anand Ananya Aniket Anil Anita
    Anjali Ankit Ankita Ansh Anshul Anup Anuradha Anushka Arjun Arnav Arti Arun Aryan Asha Ashish
    Ashok Asif Atul Avni Ayaan Ayesha Ayush Babita Bharti Bhavna Bhavesh Bina Chandni Chetan Chirag
    Deepa Deepak Deepika Dev Devansh Dhruv Dinesh Disha Divya Diya Ekta Faiz Farah Farhan Fatima
    Firoz Gagan Ganesh Garima Gaurav Gauri Geeta Gita Gopal Gulshan Hardik Harish Harpreet Harsh
    Harshita Hemant Hina Imran Irfan Isha Ishaan Ishita Jaya Jayesh Jyoti Kabir Kajal Kamal Kamla
    Karan Karthik Kartik Kavita Kavya Khushi Kiran Kirti Komal Krish Krishna Kriti Kunal Lakshmi
    Lalita Lata Madhav Madhu Mahesh Mahima Manish Manisha Manju Manoj Mansi Meena Meera Megha Mina
    Mohan Mohit Mukesh Muskan Naina Naman Namrata Nandini Naveen Neelam Neeraj Neha Nidhi Nikhil
    Nikita Nilesh Nisha Nitin Om Omkar Pallavi Pankaj Parth Pawan Payal Pooja Prachi Pradeep
    Prakash Pranav Prashant Pratik Preeti Prem Priya Priyanka Puja Rachna Radha Rahim Rahul Raj
    Rajat Rajesh Raju Rakesh Ram Ramesh Rani Raushan Ravi Reena Rekha Renu Ria Ritesh Ritika Ritu
    Riya Rohan Rohit Roshni Ruchi Rukhsar Rupa Sachin Sahil Sakshi Salim Salma Saloni Sameer Samir
    Sana Sandeep Sangita Sanjana Sanjay Sanjeev Sapna Sara Sarita Sarla Satish Saurabh Savita Seema
    Shalini Shankar Shanti Sharda Shikha Shivam Shivani Shreya Shruti Shubham Shweta Simran Sita
    Smita Sneha Sohail Sonal Sonali Soni Sonia Sonu Suman Sumit Sunil Sunita Suraj Suresh Sushma
    Swati Tanvi Tanya Tara Tarun Tina Uday Uma Usha Vaishnavi Varsha Varun Vidya Vijay Vikas Vikram
    Vimla Vinay Vineet Vinod Vipin Vishal Vivek Yash Yogesh Yusuf Zara Zoya
    Aiden Alex Alexander Alice Amelia Amy Andrew Anna Anthony Ava Ben Benjamin Brandon Brian Carlos
    Charlotte Chloe Chris Christopher Daniel David Diego Dylan Ella Emily Emma Eric Ethan Evelyn
    Gabriel Grace Hannah Isabella Jack Jacob Jake James Jamal Jane Jasmine Jason Jayden Jessica
    John Jordan Jose Joseph Joshua Juan Julia Justin Kayla Kevin Kyle Laura Lauren Leah Liam Logan
    Lucas Lucy Luis Madison Maria Mason Matthew Maya Megan Mia Michael Michelle Mohammed Muhammad
    Natalie Nathan Nicholas Nicole Noah Olivia Oliver Peter Rachel Rebecca Robert Ryan Samantha
    Samuel Sarah Sean Sofia Sophia Sophie Stephanie Steven Thomas Tim Tom Tyler Victoria William
    Zachary Zoe
    """.split()
)
# Words that teachers write with a capital after "student", "child" or "pupil".
NO_NAMES_EN = frozenset(
    """
    able about academic achievement action activities activity after age all and answer answers any
    april are art ask asks assessment at attendance august because before being bill book but
    can care centered centred choice class clubs comes council data day december development did
    discussion does each education engagement english evaluation every examples exchange february
    feedback find for friday friendly from grade group groups growth had handout has have health
    help helpline hindi his her how human identification independent india indian instructions
    interest interview january journal july june knows labour lead leadership learn learners
    learning led line list march marriage material materials may mode monday mortality must names
    needs not notes notebook november number october one only our out outcomes page pair parents
    participation performance planner portal portfolio practice premium presentation profile
    progress protection psychology questions rate reads record records reflection report resource
    response results rights role roll safety samples satisfaction saturday says scout scouts
    scholarship self sees september services sheet should since some speaks speech success summary
    sunday support survey talk task teacher teachers teaching tells text that the their then there
    these they think this thinks thursday time today tuesday two understand understanding union
    until use uses voice wednesday welfare well what when where which while who why will with
    wellbeing work workbook worker worksheet works would writes year you
    """.split()
)
GIVEN_HI = frozenset(
    """
    अंकित अंजलि अंश अक्षय अजय अदिति अनन्या अनिल अनीता अभिषेक अमन अमित अमीना अर्जुन आकाश आदित्य
    आयशा आयुष आरती आरव आशा इमरान ईशा उषा कबीर कमला करण कविता काजल किरण कोमल कृष्णा
    खुशी गणेश गीता गोपाल गौरव चेतन जावेद ज्योति दिनेश दिव्या दीपक दीपा नंदिनी निशा नेहा
    नीलम नीरज पंकज पायल पूजा प्रिया प्रियंका प्रीति फ़रहान फ़ातिमा फातिमा बबीता भावना मनीष
    मनीषा मनोज मीना मीरा मुकेश मुस्कान मोहन मोहित यश रमेश रवि राकेश राजू राजेश राधा रानी राम
    राहुल रितु रिया रीना रेखा रोहन रोहित रोशनी लक्ष्मी ललिता लता विकास विजय विनोद विवेक विशाल
    शबाना शांति शिवम शिवानी श्रेया श्वेता संगीता संजय संदीप सपना सचिन समीर सरिता सलमा सविता
    साहिल सीता सीमा सुनीता सुनील सुमन सुमित सुरेश सोनू सोनम स्नेहा हरीश हिना हेमंत ज़ोया
    """.split()
)
SURNAMES_HI = frozenset(
    """
    कुमार कुमारी सिंह शर्मा वर्मा पटेल यादव गुप्ता मिश्रा तिवारी देवी खान ख़ान अंसारी चौहान जोशी
    पांडे पाण्डेय राय राठौर मेहता शाह सोलंकी परमार ठाकुर चौधरी दास मंडल महतो मीणा बैरवा पासवान
    कौर अली बेगम
    """.split()
)
NO_NAMES_HI = frozenset(
    "इस उस किस किसी एक हर अपने उनके इसी उसी जिस कोई दूसरे पहले सब बाल अन्य नए".split()
)
GIVEN_RU = frozenset(
    """
    Аида Айгуль Айдар Алексей Алёна Алина Алиса Алия Алсу Алёша Альбина Амир Анастасия Андрей Аня
    Анна Антон Арина Арсений Артём Артур Богдан Вадим Валера Валерия Ваня Варвара Варя Вася Вера
    Вероника Вика Виктор Виктория Витя Влад Владимир Владислав Вова Галя Гена Глеб Гриша Гузель
    Даниил Данил Даня Дарья Даша Денис Диана Дима Дмитрий Ева Евгений Егор Екатерина Елена
    Елизавета Женя Зарина Зоя Иван Игорь Илья Ильдар Инна Ира Ирина Камила Карина Катя Кирилл Коля
    Костя Ксения Ксюша Лена Лера Лёша Лиза Лиля Люба Людмила Максим Маргарита Марина Мария Марк Маша
    Матвей Миша Михаил Настя Наташа Никита Николай Нина Оксана Олег Олеся Оля Ольга Павел Паша Петя
    Пётр Полина Рамиль Рената Ринат Рита Рома Роман Руслан Рустам Савелий Саша Света Светлана Семён
    Сергей Серёжа Слава Соня София Софья Степан Стёпа Таня Татьяна Тимофей Тимур Толя Ульяна Фёдор
    Федя Эльвира Эмиль Юлия Юля Юра Юрий Яна Ярослав
    """.split()
)
NO_NAMES_RU = frozenset(
    "Он Она Его Её Ее Но И А В На Не Это Этот Эта Как Когда Если Что Кто Все Всё Они Мы Я Вы "
    "Школа Школы Года Год России Россия Москвы Земля Класс Урок Ответ Ответы".split()
)
